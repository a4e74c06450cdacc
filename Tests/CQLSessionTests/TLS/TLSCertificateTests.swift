#if TLS
  import COpenSSL
  import CQLPaging
  import CQLPagingTesting
  import CQLSession
  import Foundation
  import Testing

  /// Whom a session trusts, and by whom it is trusted.
  @Suite(.timeLimit(.minutes(2))) struct TLSCertificateTests {
    struct Case: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let certificate: String
      var host = "127.0.0.1"
      var serverName: String?
      var authority: String? = "authority.pem"
      /// Nil leaves it as it is by default.
      var verification: TLSConfiguration.Verification?
      var problem: TLSProblem?
      var words = ""

      var tls: TLSConfiguration {
        get throws {
          var tls = try authority.map { try Certificates.trusting($0) } ?? TLSConfiguration()
          tls.serverName = serverName
          if let verification { tls.verification = verification }
          return tls
        }
      }
    }

    private static let trustedCases: [Case] = [
      Case(testDescription: "a certificate for the address", certificate: "server.pem"),
      Case(testDescription: "a certificate for the host's name", certificate: "server.pem", host: "localhost"),
      Case(testDescription: "a name that is expected", certificate: "named.pem", serverName: "db.example"),
      Case(testDescription: "case does not count in names", certificate: "named.pem", serverName: "DB.Example"),
      Case(testDescription: "a name with the root's dot", certificate: "named.pem", serverName: "db.example."),
      Case(testDescription: "a name under a wildcard", certificate: "named.pem", serverName: "a.rack.example"),
      Case(testDescription: "an address that is expected", certificate: "server.pem", serverName: "127.0.0.1"),
      Case(
        testDescription: "a certificate that is itself trusted", certificate: "self-signed.pem",
        authority: "self-signed.pem"),
      Case(testDescription: "another authority", certificate: "strange.pem", authority: "stranger.pem"),
      Case(
        testDescription: "anything at all, where nothing is verified", certificate: "expired.pem", host: "localhost",
        serverName: "db.example", authority: "stranger.pem", verification: .insecureWithoutVerification),
    ]

    @Test("F10: certificates that are trusted", arguments: trustedCases, [TLS1_2_VERSION, TLS1_3_VERSION])
    func trusted(item: Case, version: Int32) async throws {
      try await Secured.withFront(.init(certificate: item.certificate, version: version)) { front async throws in
        let configuration = Secured.configuration(front, try item.tls, host: item.host)
        try await CassandraSession.withSession(configuration) { session async throws in
          #expect(try await session.numbers(pageSize: 7) == Array(0..<50))
        }
      }
    }

    private static let refusedCases: [Case] = [
      Case(
        testDescription: "one whose time is over", certificate: "expired.pem", problem: .certificateExpired,
        words: "has expired"),
      Case(
        testDescription: "one whose time has not begun", certificate: "early.pem", problem: .certificateNotYetValid,
        words: "not valid yet"),
      Case(
        testDescription: "one for names, at an address", certificate: "named.pem", problem: .wrongName,
        words: "not for \"127.0.0.1\""),
      Case(
        testDescription: "one for another name", certificate: "server.pem", serverName: "db.example",
        problem: .wrongName, words: "not for \"db.example\""),
      Case(
        testDescription: "one for another address", certificate: "server.pem", serverName: "127.0.0.2",
        problem: .wrongName, words: "not for \"127.0.0.2\""),
      Case(
        testDescription: "a wildcard stands for one label", certificate: "named.pem", serverName: "a.b.rack.example",
        problem: .wrongName, words: "not for"),
      Case(
        testDescription: "a common name alone is no name", certificate: "nameless.pem", host: "localhost",
        problem: .wrongName, words: "not for \"localhost\""),
      Case(
        testDescription: "one signed with its own key", certificate: "self-signed.pem", problem: .selfSigned,
        words: "signed with its own key"),
      Case(
        testDescription: "one of another authority", certificate: "strange.pem", problem: .unknownAuthority,
        words: "an authority that is not trusted"),
      Case(
        testDescription: "one that the machine's authorities do not know", certificate: "server.pem", authority: nil,
        problem: .unknownAuthority, words: "an authority that is not trusted"),
    ]

    @Test(
      "F10: certificates that are refused, and why, where nobody says what to verify",
      arguments: refusedCases, [TLS1_2_VERSION, TLS1_3_VERSION])
    func refused(item: Case, version: Int32) async throws {
      try await Secured.withFront(.init(certificate: item.certificate, version: version)) { front async throws in
        let configuration = Secured.configuration(front, try item.tls, host: item.host)
        let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
        #expect(error.code == .certificateNotTrusted)
        #expect(error.tlsProblem == item.problem)
        #expect(error.message.contains(item.words), "\(error)")
      }
    }

    @Test("F10: without a file of authorities, those count that the machine's OpenSSL knows")
    func machineAuthorities() async throws {
      // The variable holds for a whole process, so for one of its own.
      await #expect(processExitsWith: .success) {
        setenv("SSL_CERT_FILE", try Certificates.path("authority.pem"), 1)
        do {
          try await Secured.withSession(tls: TLSConfiguration()) { session async throws in
            #expect(try await session.numbers(pageSize: 7) == Array(0..<50))
          }
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test("F10: a server asks for the client's certificate and gets it", arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func clientCertificate(version: Int32) async throws {
      var tls = try Certificates.trusting()
      tls.identity = try Certificates.identity()
      let options = TLSFront.Options(clientAuthority: "authority.pem", version: version)
      try await Secured.withSession(options, tls: tls) { session async throws in
        #expect(try await session.numbers(pageSize: 7) == Array(0..<50))
      }
    }

    @Test(
      "F10: a server misses the client's certificate, or refuses it: TLS 1.3 says so only after the handshake",
      arguments: [nil, "strange-client.pem"], [TLS1_2_VERSION, TLS1_3_VERSION])
    func clientRefused(certificate: String?, version: Int32) async throws {
      var tls = try Certificates.trusting()
      tls.identity = try certificate.map { try Certificates.identity($0) }
      let options = TLSFront.Options(clientAuthority: "authority.pem", version: version)
      try await Secured.withFront(options) { front async throws in
        let configuration = Secured.configuration(front, tls)
        let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
        #expect(error.code == .certificateNotTrusted)
        #expect(error.tlsProblem == (certificate == nil ? .clientCertificateMissing : .clientCertificateRefused))
      }
    }

    @Test(
      "F10: a server that asks for a certificate and only ends the connection: what is missing is a guess, and says so")
    func certificateAskedFor() async throws {
      var options = TLSFront.Options(clientAuthority: "authority.pem", version: TLS1_3_VERSION)
      let words = { (options: TLSFront.Options) async throws -> (String, Int) in
        try await Secured.withFront(options) { front async throws in
          let configuration = Secured.configuration(front, try Certificates.trusting())
          let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
          #expect(error.tlsProblem == .clientCertificateMissing)
          return (error.message, front.report.bytesToOneClient)
        }
      }
      let (whole, length) = try await words(options)
      #expect(whole.contains("the server wants a client's certificate, and none is configured"))
      // The last bytes are the alert that says so, of 24 bytes.
      options.cutAfter = length - 10
      let cut = try await words(options).0
      #expect(cut.contains("it seems that the server wants a client's certificate"))
    }

    @Test("F10: the server is told the name, so that it can choose a certificate; an address is none")
    func serverNameIndication() async throws {
      for (name, asked) in [(nil, nil), ("localhost", "localhost"), ("127.0.0.1", nil)] as [(String?, String?)] {
        var tls = try Certificates.trusting()
        tls.serverName = name
        try await Secured.withFront { front async throws in
          try await CassandraSession.withSession(Secured.configuration(front, tls)) { _ in }
          #expect(await eventually { !front.report.askedNames.isEmpty })
          #expect(front.report.askedNames == [asked])
        }
      }
    }

    @Test("F10: a session that is closed says farewell")
    func farewell() async throws {
      try await Secured.withFront { front async throws in
        let configuration = Secured.configuration(front, try Certificates.trusting())
        try await CassandraSession.withSession(configuration) { session async throws in
          #expect(try await session.numbers() == Array(0..<50))
        }
        #expect(await eventually { front.report.askedNames.count == 1 })
        #expect(front.report.farewells == 1)
      }
    }

    struct FileCase: Sendable, CustomTestStringConvertible {
      let testDescription: String
      var authority = "authority.pem"
      var certificate = "client.pem"
      var key = "client.key"
      var code = CQLError.Code.invalidConfiguration
      let words: String
    }

    private static let fileCases: [FileCase] = [
      FileCase(
        testDescription: "the key of another certificate", key: "server.key", words: "is not that of the certificate"),
      FileCase(
        testDescription: "a key with a pass phrase", key: "locked.key", code: .unsupported, words: "pass phrase"),
      FileCase(testDescription: "a certificate in place of the key", key: "client.pem", words: "no private key"),
      FileCase(
        testDescription: "a key in place of the certificate", certificate: "client.key", words: "no certificate"),
      FileCase(testDescription: "a key in place of the authority", authority: "client.key", words: "no certificate"),
      FileCase(testDescription: "no such authority", authority: "", words: "no certificate"),
      FileCase(testDescription: "no such certificate", certificate: "none.pem", words: "cannot be read"),
      FileCase(testDescription: "no such key", key: "none.key", words: "cannot be read"),
      FileCase(testDescription: "no such authority file", authority: "none.pem", words: "cannot be read"),
    ]

    @Test("F10: files that cannot be what they should be are refused before anyone connects", arguments: fileCases)
    func files(item: FileCase) async throws {
      let folder = try Certificates.path("authority.pem").dropLast("/authority.pem".count)
      var tls = TLSConfiguration(authorityFile: "\(folder)/\(item.authority)")
      tls.identity = .init(certificateFile: "\(folder)/\(item.certificate)", keyFile: "\(folder)/\(item.key)")
      let configuration = Scripted.configuration(port: 1) { $0.tls = tls }
      let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
      #expect(error.code == item.code)
      #expect(error.message.contains(item.words), "\(error)")
    }
  }
#endif
