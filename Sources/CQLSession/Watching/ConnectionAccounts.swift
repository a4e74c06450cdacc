internal import CQLPaging

/// The connections of a session by their address, and what those that have ended had counted: numbers never go down.
final class ConnectionAccounts: Sendable {
  private struct Account {
    /// What is over.
    var metrics: NodeMetrics
    /// Those that still count for themselves, and whether they have been ready.
    var connections: [(connection: Connection, wasReady: Bool)] = []
  }

  private struct State {
    var accounts: [String: Account] = [:]
    var former = TrafficMetrics()
  }

  /// Addresses come and go in a cluster that lives long; those without a connection are let go above this.
  static let limit = 1000

  private let state = Lock(State())

  /// A connection is about to be opened.
  func opening(_ connection: Connection) {
    state.withLock { state in
      let address = connection.name
      if state.accounts[address] == nil, state.accounts.count >= Self.limit {
        for (name, account) in state.accounts where account.connections.isEmpty {
          state.former.add(account.metrics.traffic)
          state.accounts[name] = nil
        }
      }
      state.accounts[address, default: Account(metrics: NodeMetrics(address: address))].connections
        .append((connection, false))
    }
  }

  /// It takes requests.
  func ready(_ connection: Connection) {
    change(connection) { account, index in
      account.connections[index].wasReady = true
      account.metrics.connectionsOpened += 1
    }
  }

  /// It has ended, or never began.
  func closed(_ connection: Connection) {
    change(connection) { account, index in
      let (_, wasReady) = account.connections.remove(at: index)
      if wasReady { account.metrics.connectionsClosed += 1 } else { account.metrics.connectionsFailed += 1 }
      account.metrics.traffic.add(connection.metrics.traffic)
    }
  }

  private func change(_ connection: Connection, _ body: (inout Account, Int) -> Void) {
    state.withLock { state in
      guard var account = state.accounts[connection.name],
        let index = account.connections.firstIndex(where: { $0.connection === connection })
      else { return }
      body(&account, index)
      state.accounts[connection.name] = account
    }
  }

  /// Each address, in the order of their texts, and what went to those that were let go.
  var metrics: (nodes: [NodeMetrics], former: TrafficMetrics) {
    state.withLock { state in
      let nodes = state.accounts.values.map { account in
        account.connections.reduce(into: account.metrics) { $0.add($1.connection.metrics) }
      }
      return (nodes.sorted { $0.address < $1.address }, state.former)
    }
  }
}

/// What one connection counts.
struct ConnectionMetrics: Sendable {
  var traffic: TrafficMetrics
  var requestsInFlight: Int
  var requestsWaiting: Int
}

extension NodeMetrics {
  fileprivate mutating func add(_ connection: ConnectionMetrics) {
    traffic.add(connection.traffic)
    requestsInFlight += connection.requestsInFlight
    requestsWaiting += connection.requestsWaiting
  }
}
