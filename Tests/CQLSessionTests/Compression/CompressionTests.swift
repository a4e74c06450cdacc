#if LZ4
  import CQLPaging
  import CQLPagingTesting
  import CQLSession
  import Testing

  /// Sessions with LZ4.
  @Suite(.timeLimit(.minutes(2))) struct CompressionTests {
    private static func withFront<Result>(
      _ coordinator: FakeCoordinator = FakeCoordinator(tables: [.numbered(rows: 50)]),
      credentials: WireServer.Credentials? = nil, compression: CQLCompression? = .lz4,
      damage: CompressingFront.Damage? = nil,
      _ body: (CassandraSession, CompressingFront) async throws -> Result
    ) async throws -> Result {
      var options = WireServer.Options()
      options.credentials = credentials
      return try await Scripted.withServer(coordinator, options: options) { server in
        try await CompressingFront.withFront(to: server.port, damage: damage) { front async throws in
          let configuration = Scripted.configuration(port: front.port) {
            $0.compression = compression
            $0.authenticator = credentials.map { PasswordAuthenticator(username: $0.username, password: $0.password) }
          }
          let result = try await CassandraSession.withSession(configuration) { try await body($0, front) }
          let asked = front.report.asked
          #expect(!asked.isEmpty && asked.allSatisfy { $0 == compression?.description })
          return result
        }
      }
    }

    @Test("F11: every answer compressed, small pages and large ones")
    func pages() async throws {
      let rows = 100_000
      try await Self.withFront(FakeCoordinator(tables: [.numbered(rows: rows)])) { session, front async throws in
        #expect(try await session.numbers(pageSize: PageSize(rows)) == Array(0..<rows))
        #expect(try await session.numbers("SELECT number FROM test.numbers LIMIT 20", pageSize: 1) == Array(0..<20))
        #expect(front.report.compressedAnswers > 20)
      }
    }

    @Test("F11: a session without compression does not ask for it, though the server offers it")
    func unwanted() async throws {
      try await Self.withFront(compression: nil) { session, front async throws in
        #expect(try await session.numbers(pageSize: 7) == Array(0..<50))
        let text = "SELECT number FROM test.nothing WHERE part = '" + String(repeating: "x", count: 1000) + "'"
        #expect(await cqlError { try await session.execute(Statement(text)) }?.code == .server)
        #expect(front.report.compressedRequests == 0)
        #expect(front.report.compressedAnswers == 0)
      }
    }

    @Test("F11: long requests are compressed, short ones are not")
    func requests() async throws {
      try await Self.withFront { session, front async throws in
        #expect(try await session.numbers() == Array(0..<50))
        #expect(front.report.compressedRequests == 0)
        let text = "SELECT number FROM test.nothing WHERE part = '" + String(repeating: "x", count: 1000) + "'"
        #expect(await cqlError { try await session.execute(Statement(text)) }?.code == .server)
        #expect(front.report.compressedRequests == 1)
      }
    }

    @Test("F11: a login is not compressed, however long it is: its plain bytes are wiped after sending")
    func login() async throws {
      let credentials = WireServer.Credentials(username: "alice", password: String(repeating: "wonderland", count: 100))
      try await Self.withFront(credentials: credentials) { session, front async throws in
        #expect(try await session.numbers() == Array(0..<50))
        #expect(front.report.compressedRequests == 0)
      }
    }

    struct Damaged: Sendable, CustomTestStringConvertible {
      let testDescription: String
      var code = CQLError.Code.malformedFrame
      let words: String
      let damage: CompressingFront.Damage
    }

    private static let cases = [
      Damaged(testDescription: "no block", words: "more than a block of 0") { Array($0.prefix(4)) },
      Damaged(testDescription: "half a block", words: "is no lz4 block") { $0.dropLast($0.count / 2) },
      Damaged(testDescription: "another length", words: "announces") { $0.with($0[3] &+ 1, at: 3) },
      Damaged(testDescription: "a shorter length", words: "is no lz4 block") { $0.with($0[3] &- 1, at: 3) },
      Damaged(testDescription: "a negative length", words: "announces -") { $0.with(0xFF, at: 0) },
      Damaged(testDescription: "a bomb", words: "can stand for") { $0.with(0x0F, at: 0) },
      Damaged(testDescription: "a bomb above the limit", code: .frameTooLarge, words: "limit") { $0.with(0x7F, at: 0) },
      Damaged(testDescription: "noise", words: "is no lz4 block") { $0.prefix(4) + $0.dropFirst(4).map { ~$0 } },
    ]

    @Test("F11: what is damaged is an error of its request, and the session goes on", arguments: cases)
    func damage(item: Damaged) async throws {
      let once = Once()
      try await Self.withFront(damage: { once.take() ? item.damage($0) : $0 }) { session, _ async throws in
        let error = try #require(await cqlError { try await session.fetchPage(PageRequest(Scripted.select)) })
        #expect(error.code == item.code)
        #expect(error.message.contains(item.words), "\(error)")
        #expect(try await session.numbers() == Array(0..<50))
      }
    }

    @Test("F11: a server that does not offer it is not asked for it, and not used", arguments: [[], ["snappy"]])
    func notOffered(offers: [String]) async throws {
      try await Scripted.withServer { server in
        try await CompressingFront.withFront(to: server.port, offers: offers) { front async throws in
          let configuration = Scripted.configuration(port: front.port) { $0.compression = .lz4 }
          let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
          #expect((error.cause as? CQLError)?.code == .unsupported)
          let others = offers.first ?? "none"
          #expect(error.message.contains("does not offer the compression lz4; of those, it has \(others)"), "\(error)")
          #expect(front.report.asked.isEmpty)
        }
      }
    }
  }
#endif
