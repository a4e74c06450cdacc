import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import Foundation
import Testing

@testable import CQLSession

#if os(Linux)
  @Suite("Statements that change the schema")
  struct SchemaAgreementTests {
    /// What the node that has run the statement says about the others' schema, each time that it is asked.
    private final class View: Sendable {
      typealias Answer = @Sendable (_ look: Int, _ peers: [UUID]) throws -> [SystemRows.Row]

      private let peers = Lock<[UUID]>([])
      private let count = Lock(0)
      private let own: @Sendable () throws -> [SystemRows.Row]
      private let answer: Answer

      init(own: @escaping @Sendable () throws -> [SystemRows.Row], answer: @escaping Answer) {
        self.own = own
        self.answer = answer
      }

      /// How often the node was asked.
      var looks: Int { count.withLock { $0 } }

      func begin(with ids: [UUID]) { peers.withLock { $0 = ids } }

      func actions(_ exchange: WireExchange) -> [WireExchange.Action]? {
        func send(_ response: Response) -> [WireExchange.Action] {
          [.send(Frames.of(response, stream: exchange.stream))]
        }
        switch exchange.statement {
        case let text? where text.hasPrefix("CREATE"):
          let change = SchemaChange(change: "CREATED", target: .table(keyspace: "test", name: "t"))
          return send(.result(.schemaChange(change)))
        case "SELECT schema_version FROM system.local WHERE key='local'":
          return (try? SystemRows.result(own())).map { send(.result(.rows($0))) }
        case "SELECT host_id, schema_version FROM system.peers":
          guard let rows = try? answer(count.increased(), peers.withLock { $0 }),
            let result = try? SystemRows.result(rows)
          else {
            return send(.error(ServerError(code: .overloaded, message: "not now")))
          }
          return send(.result(.rows(result)))
        default: return nil
        }
      }
    }

    private static let new = UUID()
    private static let old = UUID()

    private static func row(_ id: UUID?, _ version: UUID?) -> SystemRows.Row {
      ["host_id": .some(id), "schema_version": .some(version)]
    }

    /// Changes the schema of a cluster of three nodes.
    ///
    /// - Returns: how often the others' schema was looked at.
    private func change(
      own: UUID? = new, _ answer: @escaping View.Answer
    ) async throws -> Int {
      let view = View(own: { own.map { [["schema_version": $0]] } ?? [] }, answer: answer)
      let cluster = FakeCluster(
        FakeCoordinator(tables: [Clustered.table()]),
        nodes: [FakeCluster.Node(), FakeCluster.Node(), FakeCluster.Node()]
      ) { _, exchange in view.actions(exchange) }
      return try await Clustered.withSession(
        cluster,
        configure: {
          // However busy the machine is, no node is taken for dead, nor is the schema no longer waited for.
          $0.heartbeatTimeout = .seconds(600)
          $0.timeout = .seconds(600)
          $0.connectTimeout = .seconds(60)
        }
      ) { session, _ async throws in
        #expect(await eventually { session.nodes.count { $0.state == .up } == 3 })
        view.begin(with: session.nodes.map(\.hostID))
        #expect(try await session.execute("CREATE TABLE test.t (k int PRIMARY KEY)").rows.isEmpty)
        return view.looks
      }
    }

    @Test("end when every node that is up has the same schema")
    func agreement() async throws {
      let looks = try await change { look, peers in
        peers.enumerated().map { Self.row($1, look > 2 || look == $0 ? Self.new : Self.old) }
      }
      #expect(looks == 3)
    }

    @Test("do not wait for nodes that nobody can ask, or that have no id")
    func strangers() async throws {
      let looks = try await change { _, peers in
        [Self.row(UUID(), Self.old), Self.row(nil, Self.old)] + peers.map { Self.row($0, Self.new) }
      }
      #expect(looks == 1)
    }

    @Test("have been run where the node does not say")
    func silence() async throws {
      let looks = try await change { look, peers in
        if look == 2 { throw CancellationError() }
        return peers.map { Self.row($0, Self.old) }
      }
      #expect(looks == 2)
      #expect(try await change(own: nil) { _, peers in peers.map { Self.row($0, Self.old) } } <= 1)
    }
  }
#endif
