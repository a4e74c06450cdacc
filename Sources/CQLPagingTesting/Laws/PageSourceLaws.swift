public import CQLPaging

/// Holds a `PageSource` against the laws that everything in this library relies on. For anyone who writes one, in any
/// test framework:
///
/// ```swift
/// let laws = PageSourceLaws(MySource(), statement: "SELECT id FROM app.users", row: { $0.id })
/// try await laws.check(expecting: Array(1...250))
/// ```
///
/// The result should have more rows than a page of three, and stay the same meanwhile. ``violations(expecting:)`` returns
/// a sentence for each broken law instead of throwing.
public struct PageSourceLaws<Source: PageSource, Row: Equatable & Sendable>: Sendable {
  /// The source under test.
  public let source: Source
  /// The query to page through.
  public let statement: Statement
  /// The page sizes to page by, each over the whole result.
  public var pageSizes: [PageSize] = [1, 2, 3, 100]
  /// More pages than this are taken for a scan without an end.
  public var maximumPages = 10_000
  /// How soon a source must give up in a cancelled task.
  public var promptness = Duration.seconds(5)
  /// Makes the source's next request fail, as a network does; nil leaves out the law about failures.
  public var failNextRequest: (@Sendable () async -> Void)?

  let row: @Sendable (Source.Rows.Element) throws -> Row

  /// - Parameters:
  ///   - source: the source under test.
  ///   - statement: the query to page through.
  ///   - row: what is compared of a row.
  public init(
    _ source: Source, statement: Statement, row: @escaping @Sendable (Source.Rows.Element) throws -> Row
  ) {
    self.source = source
    self.statement = statement
    self.row = row
  }

  /// Throws where a law is broken.
  ///
  /// - Parameter expected: all rows in their order; nil takes those of the first scan for right.
  /// - Throws: ``PageSourceViolations``.
  public func check(expecting expected: [Row]? = nil) async throws {
    let violations = await violations(expecting: expected)
    guard violations.isEmpty else { throw PageSourceViolations(violations: violations) }
  }

  /// What is wrong with the source: nothing, if it is empty.
  ///
  /// - Parameter expected: all rows in their order; nil takes those of the first scan for right.
  public func violations(expecting expected: [Row]? = nil) async -> [PageSourceViolation] {
    var violations: [PageSourceViolation] = []
    var expected = expected
    for size in pageSizes {
      let scan = await scan(by: size, into: &violations)
      guard let scan else { continue }
      let rows = scan.flatMap(\.rows)
      if let expected, rows != expected {
        violations.append(.init(.sameRowsForEverySize, Self.difference(rows, expected, size)))
      }
      expected = expected ?? rows
      await checkRepetition(of: scan, by: size, into: &violations)
    }
    await checkCancellation(into: &violations)
    await checkFailure(into: &violations)
    return violations
  }

  private static func difference(_ rows: [Row], _ expected: [Row], _ size: PageSize) -> String {
    let same = zip(rows, expected).prefix { $0 == $1 }.count
    return "paging by \(size.rows) gave \(rows.count) rows where \(expected.count) were expected, "
      + "the first \(same) of them alike"
  }
}

extension PageSourceLaws where Source.Rows.Element == CQLRow, Row == [CQLValue] {
  /// Compares all values of each row.
  public init(_ source: Source, statement: Statement) {
    self.init(source, statement: statement) { row in
      try row.columns.indices.map { try row.decode(CQLValue.self, at: $0) }
    }
  }
}
