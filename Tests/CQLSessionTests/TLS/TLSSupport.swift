#if TLS
  import CQLPaging
  import CQLPagingTesting
  import CQLSession

  /// Sessions over TLS, with a server behind an encrypted door.
  enum Secured {
    static func withFront<Result>(
      _ options: TLSFront.Options = TLSFront.Options(),
      _ coordinator: FakeCoordinator = FakeCoordinator(tables: [.numbered(rows: 50)]),
      _ body: (TLSFront) async throws -> Result
    ) async throws -> Result {
      try await Scripted.withServer(coordinator) { server in
        try await TLSFront.withFront(to: server.port, options, body)
      }
    }

    static func withSession<Result>(
      _ options: TLSFront.Options = TLSFront.Options(), tls: TLSConfiguration,
      _ coordinator: FakeCoordinator = FakeCoordinator(tables: [.numbered(rows: 50)]),
      _ body: (CassandraSession) async throws -> Result
    ) async throws -> Result {
      try await withFront(options, coordinator) { front async throws in
        try await CassandraSession.withSession(configuration(front, tls), body)
      }
    }

    static func configuration(
      _ front: TLSFront, _ tls: TLSConfiguration, host: String = "127.0.0.1"
    ) -> SessionConfiguration {
      Scripted.configuration(port: front.port) {
        $0.contactPoints = [ContactPoint(host: host, port: UInt16(clamping: front.port))]
        $0.tls = tls
        // The fake answers one thing after the other, also where that is a page that takes long to make.
        $0.heartbeatTimeout = .seconds(60)
      }
    }
  }

  extension CQLError {
    /// What was wrong with TLS, however deep it lies.
    var tlsProblem: TLSProblem? { cause as? TLSProblem ?? (cause as? CQLError)?.tlsProblem }
  }
#endif
