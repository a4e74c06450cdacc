import CQLPaging
import Testing

@testable import CQLSession

@Suite struct NodePoolTests {
  private static let failure = (error: CQLError(.connectionClosed, "gone"), number: 1)
  private let start = ContinuousClock.now
  private let loop: EventLoop

  init() throws { loop = try EventLoop(name: "NodePoolTests") }

  /// Runs `body` with a pool whose connections are made, and never opened.
  private func withPool(size: Int, _ body: (inout NodePool, (ContactPoint) -> Connection) -> Void) {
    defer { loop.requestStop() }
    let node = TestRing.node(0, dataCenter: "a", rack: "r1", tokens: [])
    var pool = NodePool(node, size: size, schedule: ReconnectionSchedule(), now: start)
    body(&pool) { address in
      Connection(
        address, configuration: SessionConfiguration(contactPoints: [address]), keyspace: nil, loop: loop,
        layers: ConnectionLayers())
    }
  }

  @Test("F5: connections that break together are one failure: the node is tried again at once, then after a second")
  func breakTogether() {
    withPool(size: 8) { pool, open in
      let first = pool.fill(now: start, open: open)
      for connection in first { pool.isReady(connection, now: start) }
      let later = start + .seconds(60)
      var opened: [Connection] = []
      for connection in first {
        pool.lost(connection, failure: Self.failure, chance: 1, now: later)
        opened += pool.fill(now: later, open: open)
      }
      #expect(!opened.isEmpty)
      #expect(pool.deadline.map { $0 <= later + .seconds(1) } == true)
      for connection in opened { pool.lost(connection, failure: Self.failure, chance: 1, now: later) }
      #expect(pool.deadline == later + .seconds(1))
      // All attempts of a round are one step of the schedule, too.
      let next = later + .seconds(1)
      let round = pool.fill(now: next, open: open)
      #expect(round.count == 8)
      for connection in round { pool.lost(connection, failure: Self.failure, chance: 1, now: next) }
      #expect(pool.deadline == next + .seconds(2))
    }
  }

  @Test("F7: a node goes by its address, and by the name of a contact point that its first connection was opened to")
  func names() {
    withPool(size: 1) { pool, open in
      let entrance = ContactPoint(host: "db.example", port: 9042)
      let address = pool.node.address.description
      #expect(pool.isCalled(address))
      #expect(!pool.isCalled("db.example:9042"))
      let link = open(entrance)
      _ = pool.adopt(link, now: start)
      #expect(pool.isCalled(address))
      #expect(pool.isCalled("db.example:9042"))
      #expect(!pool.isCalled("other.example:9042"))
      pool.lost(link, failure: Self.failure, chance: 1, now: start)
      #expect(!pool.isCalled("db.example:9042"))
    }
  }

  @Test(
    "F5: a connection that was opened as the way in takes the place of one that the pool has opened", arguments: 1...3)
  func adopt(size: Int) {
    withPool(size: size) { pool, open in
      var own = pool.fill(now: start, open: open)
      pool.isReady(own[0], now: start)
      let wayIn = open(pool.node.address)
      let surplus = pool.adopt(wayIn, now: start)
      #expect(surplus.count == 1)
      own.removeAll { $0 === surplus[0] }
      #expect(pool.connections.count == size)
      #expect((own + [wayIn]).allSatisfy { pool.holds($0) })
      #expect(!pool.holds(surplus[0]))
    }
  }
}
