/// The numbers that tell the requests of one connection apart: protocol v4, section 2.3.
///
/// Numbers are used again as soon as their answer is here, the latest first, so that few of them are ever in use and
/// tables by number stay short. Number 0 is never given: it is the handshake's and the heartbeats', and servers answer
/// there when they cannot tell what they were asked. Such an error shall find nobody who takes it for an answer.
package struct StreamIDs: Sendable {
  /// How many can be in use at once.
  package let limit: Int
  private var free: [Int16] = []
  private var unused = 0

  /// - Parameter limit: 1 to 32,767; numbers outside are brought inside.
  package init(limit: Int) { self.limit = min(max(limit, 1), Int(Int16.max)) }

  /// A number that is not in use, or nil when all are: then the request has to wait.
  package mutating func take() -> Int16? {
    if let id = free.popLast() { return id }
    guard unused < limit else { return nil }
    unused += 1
    return Int16(unused)
  }

  /// Gives a number back; the caller has it from ``take()``, once.
  package mutating func release(_ id: Int16) { free.append(id) }

  package var inUse: Int { unused - free.count }
}
