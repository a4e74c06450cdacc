/// A law of `PageSource` that a source breaks.
public struct PageSourceViolation: Hashable, Sendable, CustomStringConvertible {
  /// The laws, as `PageSource` states them.
  public enum Law: String, Sendable, CaseIterable {
    /// A request may be sent again, and gives the same place of the result again.
    case requestsCanBeRepeated = "a request can be sent again"
    /// A nil next state means, and alone means, that the result has ended: not a short page, not an empty one.
    case nilAloneIsTheEnd = "a nil next state, and it alone, is the end"
    /// The page size decides how many rows come at once, not which.
    case sameRowsForEverySize = "every page size gives the same rows"
    /// A failure is thrown, never a last page, and leaves the source ready.
    case failuresAreThrown = "a failure is thrown and leaves the source ready"
    /// In a cancelled task the source throws, soon.
    case cancellationThrows = "a cancelled task gets an error, soon"
  }

  /// The law that is broken.
  public let law: Law
  /// What happened instead.
  public let finding: String

  init(_ law: Law, _ finding: String) {
    self.law = law
    self.finding = finding
  }

  public var description: String { "\(law.rawValue): \(finding)" }
}

/// The laws that a source breaks, as one error.
public struct PageSourceViolations: Error, CustomStringConvertible {
  /// One for each broken law, or several.
  public let violations: [PageSourceViolation]

  public var description: String { violations.map(\.description).joined(separator: "\n") }
}
