import CQLPaging
import Testing

@testable import CQLSession

@Suite struct ClusterStateTests {
  private static let gone = CQLError(.connectionClosed, "gone")
  private let loop: EventLoop

  init() throws { loop = try EventLoop(name: "ClusterStateTests") }

  private func opened(_ actions: [ClusterState.Action]) -> [Connection] {
    actions.compactMap { if case .open(let connection) = $0 { connection } else { nil } }
  }

  private func endedCount(_ actions: [ClusterState.Action]) -> Int {
    actions.count { if case .end = $0 { true } else { false } }
  }

  private func retired(_ actions: [ClusterState.Action]) -> [Connection] {
    actions.compactMap { if case .retire(let connection) = $0 { connection } else { nil } }
  }

  /// What one node says, which is all of its cluster.
  private func view() throws -> ClusterView {
    try ClusterView(
      local: SystemRows.make([SystemRows.local()]), peers: SystemRows.make([]), keyspaces: SystemRows.make([]))
  }

  private func newState(now: ContinuousClock.Instant) -> ClusterState {
    let configuration = SessionConfiguration(contactPoints: [ContactPoint(host: "10.0.0.1")])
    return ClusterState(configuration, now: now) { [loop] in
      Connection($0, configuration: configuration, keyspace: nil, loop: loop, layers: ConnectionLayers())
    }
  }

  /// Connects to the contact point, which tells of its cluster.
  private func begin(_ state: inout ClusterState, now: ContinuousClock.Instant) throws -> Connection {
    let wayIn = try #require(opened(state.turn(now: now).0).first)
    _ = state.ready(wayIn, now: now)
    _ = try state.discovered(over: wayIn, .success(view()), now: now)
    return wayIn
  }

  @Test("F5: a contact point that turns out to be a node takes the place of the connection that is opened to it")
  func adoption() throws {
    defer { loop.requestStop() }
    let start = ContinuousClock.now
    var state = newState(now: start)
    let wayIn = try begin(&state, now: start)
    let attempt = try #require(opened(state.closed(wayIn, Self.gone, now: start)).first)
    // It takes its time, and the contact point is asked again.
    let later = start + .seconds(60)
    let second = try #require(opened(state.settle(now: later)).first)
    let surplusBefore = retired(state.ready(second, now: later))
    #expect(surplusBefore.isEmpty)
    let surplus = try retired(state.discovered(over: second, .success(view()), now: later))
    #expect(surplus.count == 1 && surplus.first === attempt)
  }

  @Test("F5: a request that meets a connection as it breaks waits for the next attempt, which is made at once")
  func breaksUnderRequest() throws {
    defer { loop.requestStop() }
    let start = ContinuousClock.now
    var state = newState(now: start)
    let wayIn = try begin(&state, now: start)

    // The connection takes no requests, and the cluster has not been told yet.
    let waiter = ClusterState.Waiter(id: 1, deadline: nil) { _ in }
    let meeting = state.wait(waiter, on: Route(), now: start) + state.turn(now: start).0
    #expect(endedCount(meeting) == 0)
    let loss = state.closed(wayIn, Self.gone, now: start)
    #expect(endedCount(loss) == 0)
    let attempt = try #require(opened(loss).first)
    let failure = state.closed(attempt, Self.gone, now: start)
    #expect(endedCount(failure) == 1)
  }
}
