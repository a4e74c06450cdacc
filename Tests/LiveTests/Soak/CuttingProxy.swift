import CQLPaging
import CQLSession
import Foundation

/// Stands between a session and its nodes, and cuts or stalls connections when it is told to. It passes bytes on and
/// knows nothing of frames, so a cut can come anywhere.
///
/// One thread of its own, which is not the library's, does it all.
final class CuttingProxy: Sendable {
  /// What is done to a connection.
  enum Harm: Sendable {
    /// RST to both sides: what was on its way is lost.
    case reset
    /// FIN to both sides.
    case end
    /// Nothing passes for a while.
    case stall(Duration)
  }

  /// Which connections are harmed.
  enum Aim: Sendable {
    /// The one that a number leads to, whatever it is.
    case one(Int)
    /// All to the target with this index.
    case target(Int)
    case all
  }

  private struct Orders {
    var harms: [(Harm, Aim)] = []
    var isOver = false
    var hasEnded = false
    var connections = 0
  }

  /// Where clients reach the proxy: one address for each target, in their order.
  let addresses: [ContactPoint]
  private let orders = Lock(Orders())

  /// - Throws: `POSIXError` where the system has no socket to give.
  init(to targets: [ContactPoint]) throws {
    let listeners = try targets.map { _ in try ProxySocket.listen() }
    addresses = listeners.map { ContactPoint(host: "127.0.0.1", port: ProxySocket.port(of: $0)) }
    Thread { [self] in run(listeners, targets) }.start()
  }

  /// Connections that stand at the moment.
  var connections: Int { orders.withLock { $0.connections } }

  func harm(_ harm: Harm, _ aim: Aim) { orders.withLock { $0.harms.append((harm, aim)) } }

  /// Ends all connections and the thread.
  func close() async throws {
    orders.withLock { $0.isOver = true }
    try await eventually("the proxy has ended") { orders.withLock { $0.hasEnded } }
  }

  private func run(_ listeners: [Int32], _ targets: [ContactPoint]) {
    var pipes: [ProxyPipe] = []
    while true {
      let (harms, isOver) = orders.withLock { orders in
        defer { orders.harms = [] }
        orders.connections = pipes.count
        return (orders.harms, orders.isOver)
      }
      if isOver { break }
      for (harm, aim) in harms { Self.apply(harm, aim, to: &pipes) }
      pipes.removeAll { $0.isClosed }

      let now = ContinuousClock.now
      var entries = listeners.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      for pipe in pipes { entries += pipe.interest(now: now) }
      // Orders are looked at that often.
      guard poll(&entries, nfds_t(entries.count), 5) > 0 else { continue }
      for index in pipes.indices {
        let first = listeners.count + 2 * index
        pipes[index].move(client: entries[first].revents, server: entries[first + 1].revents)
      }
      for (index, listener) in listeners.enumerated() where entries[index].revents != 0 {
        if let pipe = ProxyPipe(accepting: listener, target: index, at: targets[index]) { pipes.append(pipe) }
      }
      pipes.removeAll { $0.isClosed }
    }
    for index in pipes.indices { pipes[index].close(withReset: false) }
    for listener in listeners { Foundation.close(listener) }
    orders.withLock {
      $0.connections = 0
      $0.hasEnded = true
    }
  }

  private static func apply(_ harm: Harm, _ aim: Aim, to pipes: inout [ProxyPipe]) {
    let chosen: [Int]
    switch aim {
    case .one(let number): chosen = pipes.isEmpty ? [] : [number % pipes.count]
    case .target(let target): chosen = pipes.indices.filter { pipes[$0].target == target }
    case .all: chosen = Array(pipes.indices)
    }
    for index in chosen {
      switch harm {
      case .reset: pipes[index].close(withReset: true)
      case .end: pipes[index].close(withReset: false)
      case .stall(let time): pipes[index].stalledUntil = .now + time
      }
    }
  }
}
