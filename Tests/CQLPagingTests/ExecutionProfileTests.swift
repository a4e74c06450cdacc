import CQLPaging
import Testing

@Suite struct ExecutionProfileTests {
  /// Who says how a statement is run, the nearest to the call first; the session always does.
  enum Level: Int, CaseIterable, Sendable { case call, bound, prepared, profile, session }

  /// Which of them say something, and who of them is heard.
  struct Row: Sendable, CustomTestStringConvertible {
    var speaking: Set<Level>
    var heard: Level { speaking.min { $0.rawValue < $1.rawValue } ?? .session }

    func says(_ level: Level) -> Bool { speaking.contains(level) }

    var testDescription: String {
      let names = speaking.sorted { $0.rawValue < $1.rawValue }.map { "\($0)" }
      return "of \(names.joined(separator: ", ")) the \(heard) is heard"
    }
  }

  static let rows: [Row] = (0..<16).map { bits in
    Row(speaking: Set(Level.allCases.filter { bits >> $0.rawValue & 1 == 1 } + [.session]))
  }

  static let sizes: [Level: PageSize] = [.call: 2, .bound: 3, .prepared: 4, .profile: 5, .session: 10]
  static let consistencies: [Level: Consistency] = [.bound: .one, .prepared: .two, .profile: .three]
  static let timeouts: [Level: Duration] = [.bound: .seconds(1), .prepared: .seconds(2), .profile: .seconds(3)]

  /// A statement of which the levels of `row` say what they are.
  static func statement(_ row: Row) throws -> Statement {
    var template: Statement = "SELECT n FROM numbers"
    if row.says(.profile) {
      template.profile = ExecutionProfile(
        "test", pageSize: sizes[.profile], consistency: consistencies[.profile],
        serialConsistency: consistencies[.profile], timeout: timeouts[.profile])
    }
    if row.says(.prepared) { say(as: .prepared, in: &template) }
    let prepared = PreparedStatement(
      template: template, bindMarkers: Columns([]), partitionKeyIndexes: [], columns: Columns([]))
    var bound = try prepared.bind()
    if row.says(.bound) { say(as: .bound, in: &bound) }
    return bound
  }

  private static func say(as level: Level, in statement: inout Statement) {
    statement.pageSize = sizes[level]
    statement.consistency = consistencies[level]
    statement.serialConsistency = consistencies[level]
    statement.timeout = timeouts[level]
  }

  @Test("A3, A4: the nearest page size holds, on every page", arguments: rows)
  func pageSizes(_ row: Row) async throws {
    // A source of its own size, 10, as a session is one.
    let source = NumberSource(count: 25)
    let rows = source.rows(of: try Self.statement(row), pageSize: row.says(.call) ? Self.sizes[.call] : nil)
    #expect(try await rows.collect(max: 25).count == 25)
    let expected = try #require(Self.sizes[row.heard]).rows
    #expect(source.requests.map(\.size) == [Int](repeating: expected, count: (25 + expected - 1) / expected))
  }

  @Test("A3: … and in a cursor's scan", arguments: rows)
  func resumed(_ row: Row) async throws {
    let source = NumberSource(count: 25)
    let rows = source.rows(
      of: try Self.statement(row), pageSize: row.says(.call) ? Self.sizes[.call] : nil,
      from: Cursor(state: NumberSource.state(7)))
    _ = try await rows.collect(max: 25)
    #expect(Set(source.requests.map(\.size)) == [try #require(Self.sizes[row.heard]).rows])
  }

  @Test("A3: the nearest consistency and timeout hold", arguments: rows.filter { !$0.says(.call) })
  func otherSettings(_ row: Row) throws {
    let statement = try Self.statement(row)
    #expect(statement.effectiveConsistency == Self.consistencies[row.heard], "nil is left to the session")
    #expect(statement.effectiveSerialConsistency == Self.consistencies[row.heard])
    #expect(statement.effectiveTimeout == Self.timeouts[row.heard])
  }

  @Test("A4: a profile that says nothing of a setting leaves it to the session")
  func partialProfile() async throws {
    let source = NumberSource(count: 25)
    var statement: Statement = "SELECT n FROM numbers"
    statement.profile = ExecutionProfile("slow", timeout: .seconds(60))
    _ = try await source.rows(of: statement).collect(max: 25)
    #expect(source.requests.map(\.size) == [10, 10, 10])
    #expect(statement.effectiveConsistency == nil)
    #expect(statement.effectiveTimeout == .seconds(60))
  }

  @Test("A7: a profile's page size that no server takes is refused before anything is asked")
  func invalidSize() async throws {
    let source = NumberSource(count: 25)
    var statement: Statement = "SELECT n FROM numbers"
    statement.profile = ExecutionProfile("wrong", pageSize: 0)
    let rows = source.rows(of: statement)
    let error = await #expect(throws: PagingError.self) { _ = try await rows.first() }
    #expect(error?.code == .invalidPageSize)
    #expect(source.requests.isEmpty)
  }

  @Test(
    "A5: the presets lie in the ranges of their uses",
    arguments: [
      (PageSize.interactive, 25...100), (.dashboard, 200...500), (.bulk, 1000...5000), (.default, 5000...5000),
    ])
  func presets(size: PageSize, range: ClosedRange<Int>) {
    #expect(range.contains(size.rows))
  }
}
