#if TLS
  import COpenSSL
  import CQLPaging
  import CQLPagingTesting
  import CQLSession
  import Testing

  /// What goes over encrypted connections, and what can go wrong on the way.
  @Suite(.timeLimit(.minutes(2))) struct TLSConnectionTests {
    @Test("F10: a page much larger than a record, and than what is read in one turn")
    func largePage() async throws {
      let rows = 200_000
      try await Secured.withSession(
        tls: Certificates.trusting(), FakeCoordinator(tables: [.numbered(rows: rows)])
      ) { session async throws in
        #expect(try await session.numbers(pageSize: PageSize(rows)) == Array(0..<rows))
      }
    }

    @Test("F10: many requests at once")
    func concurrency() async throws {
      try await Secured.withSession(tls: Certificates.trusting()) { session async throws in
        try await withThrowingTaskGroup(of: [Int].self) { group in
          for _ in 0..<200 { group.addTask { try await session.numbers(pageSize: 10) } }
          for try await numbers in group { #expect(numbers == Array(0..<50)) }
        }
      }
    }

    @Test("F10: requests that are larger than the socket's buffers, several at once")
    func largeRequests() async throws {
      try await Secured.withSession(tls: Certificates.trusting()) { session async throws in
        let text = "SELECT number FROM test.nothing WHERE part = '" + String(repeating: "x", count: 4 << 20) + "'"
        try await withThrowingTaskGroup(of: CQLError?.self) { group in
          for _ in 0..<4 {
            group.addTask { await cqlError { try await session.execute(Statement(text)) } }
          }
          for try await error in group { #expect(error?.code == .server) }
        }
        #expect(try await session.numbers() == Array(0..<50))
      }
    }

    @Test("F10: records that come byte by byte", arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func byteByByte(version: Int32) async throws {
      try await Secured.withSession(.init(version: version, pieceLength: 1), tls: Certificates.trusting()) {
        session async throws in
        #expect(try await session.numbers(pageSize: 7) == Array(0..<50))
      }
    }

    /// What connecting and a scan of five pages end with, nil where all rows came; and what the door has seen of it.
    ///
    /// - Parameter patience: how long to wait for bytes that a damaged length promises.
    private static func scan(
      _ options: TLSFront.Options, patience: Duration = .seconds(30)
    ) async throws -> (error: CQLError?, report: TLSFront.Report) {
      try await Secured.withFront(options) { front async throws in
        var configuration = Secured.configuration(front, try Certificates.trusting())
        configuration.timeout = patience
        configuration.connectTimeout = patience
        let error = await cqlError { [configuration] in
          try await CassandraSession.withSession(configuration) { session async throws in
            let numbers = try await session.numbers(pageSize: 10)
            #expect(numbers == Array(0..<50))
          }
        }
        return (error, front.report)
      }
    }

    /// The bytes that a connection and the scan take at least in this direction: answers that come together may share a
    /// record or have one each, and signatures differ in length.
    private static func length(_ version: Int32) async throws -> Int {
      try await Secured.withFront(.init(version: version)) { front async throws in
        let configuration = Secured.configuration(front, try Certificates.trusting())
        return try await CassandraSession.withSession(configuration) { session async throws in
          #expect(try await session.numbers(pageSize: 10) == Array(0..<50))
          return front.report.bytesToClients - 192
        }
      }
    }

    @Test(
      "F10: cut anywhere without a farewell: an error, which behind the handshake says so, never the end of the rows",
      arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func cut(version: Int32) async throws {
      let length = try await Self.length(version)
      var cutBehindHandshake = 0
      for position in stride(from: 0, to: length, by: 97) {
        let (error, report) = try await Self.scan(.init(version: version, cutAfter: position))
        let place: Comment = "\(position) of \(length)"
        #expect(error?.code == .connectionClosed || error?.code == .noHostAvailable, place)
        guard let handshake = report.handshakeLength, position >= handshake else { continue }
        #expect(error?.tlsProblem == .truncated, place)
        #expect(error?.message.contains("it ended without TLS's word for that") == true, place)
        cutBehindHandshake += 1
      }
      #expect(cutBehindHandshake > 5)
    }

    @Test(
      "F10: a byte damaged anywhere: an error, which behind the handshake says so, never other rows",
      arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func damage(version: Int32) async throws {
      let length = try await Self.length(version)
      var damagedBehindHandshake = 0
      for position in stride(from: 7, to: length, by: 97) {
        let options = TLSFront.Options(version: version, damagedByte: position)
        var (error, report) = try await Self.scan(options, patience: .milliseconds(300))
        let place: Comment = "\(position) of \(length)"
        #expect(error != nil, place)
        // Who waits for more bytes than there are has found nothing wrong yet.
        func isToBeFound() -> Bool {
          report.handshakeLength.map { position >= $0 } == true && report.hasDamagedLength == false
        }
        guard isToBeFound() else { continue }
        if error?.tlsProblem == nil {  // for lack of time, perhaps
          (error, report) = try await Self.scan(options, patience: .seconds(30))
          guard isToBeFound() else { continue }
        }
        #expect(error?.tlsProblem == .corrupted, place)
        #expect(error?.message.contains("cannot be decrypted") == true, place)
        damagedBehindHandshake += 1
      }
      #expect(damagedBehindHandshake > 5)
    }

    @Test("F10: a client does not renegotiate; where the server insists, the session goes on over another connection")
    func renegotiation() async throws {
      try await Secured.withFront(.init(version: TLS1_2_VERSION)) { front async throws in
        let log = EventLog()
        var configuration = Secured.configuration(front, try Certificates.trusting())
        configuration.onEvent = { log.note($0) }
        try await CassandraSession.withSession(configuration) { session async throws in
          let first = try await session.fetchPage(PageRequest(Scripted.select, pageSize: 10))
          front.renegotiate()
          #expect(await eventually { front.report.refusals > 0 && !log.losses.isEmpty })
          let loss = try #require(log.losses.first)
          #expect(loss.code == .connectionClosed)
          #expect(loss.message.contains("the server refused to go on with TLS"), "\(loss)")
          let rest = try await session.fetchPage(PageRequest(Scripted.select, pageSize: 40, state: first.nextState))
          let numbers = try (Array(first.rows) + Array(rest.rows)).map { try $0.decode(Int.self, at: 0) }
          #expect(numbers == Array(0..<50))
        }
      }
    }

    @Test("F10: a server that takes the connection and says nothing")
    func silence() async throws {
      try await Secured.withFront(.init(isSilent: true)) { front async throws in
        var configuration = Secured.configuration(front, try Certificates.trusting())
        configuration.connectTimeout = .milliseconds(200)
        let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
        #expect(error.code == .noHostAvailable)
        #expect((error.cause as? CQLError)?.code == .timeout)
        #expect(error.tlsProblem == nil)
        #expect(error.message.contains("did not finish the TLS handshake within 0.2 seconds"), "\(error)")
      }
    }

    @Test("F10: a client with TLS at a server without it")
    func plainServer() async throws {
      try await Scripted.withServer { server in
        let tls = try Certificates.trusting()
        let configuration = Scripted.configuration(server) { $0.tls = tls }
        let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
        #expect(error.code == .noHostAvailable)
        #expect(error.tlsProblem == .notTLS)
        #expect(error.message.contains("answers without TLS"), "\(error)")
      }
    }

    @Test("F10: a client without TLS at a server with it")
    func plainClient() async throws {
      try await Secured.withFront { front async throws in
        let configuration = Scripted.configuration(port: front.port)
        let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
        #expect(error.code == .noHostAvailable)
        let cause = try #require(error.cause as? CQLError)
        #expect(cause.code == .connectionClosed)
        #expect(cause.message.hasSuffix("closed the connection; does it want TLS?"), "\(error)")
      }
    }

    @Test("F10: no version that both speak")
    func versions() async throws {
      try await Secured.withFront(.init(version: TLS1_2_VERSION)) { front async throws in
        var tls = try Certificates.trusting()
        tls.minimumVersion = .tls13
        let configuration = Secured.configuration(front, tls)
        let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
        #expect(error.code == .noHostAvailable)
        #expect(error.tlsProblem == .handshakeFailed)
        tls.maximumVersion = .tls12
        let contradiction = Secured.configuration(front, tls)
        #expect(await cqlError { try await CassandraSession.connect(contradiction) }?.code == .invalidConfiguration)
      }
    }
  }

  extension EventLog {
    /// Why connections were lost that had been ready.
    fileprivate var losses: [CQLError] {
      events.compactMap { if case .connectionLost(_, let error) = $0 { error } else { nil } }
    }
  }
#endif
