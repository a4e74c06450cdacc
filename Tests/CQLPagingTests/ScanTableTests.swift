import CQLPagingTesting
import Testing

@testable import CQLPaging

@Suite struct ScanTableTests {
  @Test(
    "E1: the statement of a range; names are quoted where they need it, and keep their case",
    arguments: [
      ("ks", "t", ["k"], nil, "SELECT * FROM ks.t WHERE token(k) > ? AND token(k) <= ?"),
      ("ks", "t", ["a", "b"], ["b", "c"], "SELECT b, c FROM ks.t WHERE token(a, b) > ? AND token(a, b) <= ?"),
      (
        "Ks", "my table", ["Key"], ["a\"b", "_x", "9", ""],
        "SELECT \"a\"\"b\", \"_x\", \"9\", \"\" FROM \"Ks\".\"my table\" WHERE token(\"Key\") > ? AND token(\"Key\") <= ?"
      ),
      (
        "ks", "order", ["token"], ["select", "type"],
        "SELECT \"select\", type FROM ks.\"order\" WHERE token(\"token\") > ? AND token(\"token\") <= ?"
      ),
    ] as [(String, String, [String], [String]?, String)])
  func text(keyspace: String, name: String, key: [String], columns: [String]?, text: String) throws {
    let table = try ScanTable(keyspace: keyspace, name: name, partitionKey: key, columns: columns)
    #expect(table.statement(for: .ring).text == text)
  }

  @Test("E1: a range's bounds are bound to the one prepared text, also at the ring's beginning")
  func values() throws {
    var table = try ScanTable(keyspace: "ks", name: "t", partitionKey: ["k"])
    table.pageSize = 7
    table.consistency = .localQuorum
    table.timeout = .seconds(3)
    table.profile = ExecutionProfile("export")
    for range in TokenRange.ring.split(into: 3) {
      let statement = table.statement(for: range)
      guard case .positional(let values) = statement.values else { throw CQLError(.wrongValues, "no values") }
      #expect(values.map { $0 as? Int64 } == [range.start.rawValue, range.end.rawValue])
      #expect(statement.preparation == .always && statement.isPrepared && statement.mayRunTwice)
      #expect(statement.routingToken == range.end && statement.routingKeyspace == "ks")
      #expect(statement.pageSize == 7 && statement.consistency == .localQuorum && statement.timeout == .seconds(3))
      #expect(statement.profile == ExecutionProfile("export"))
    }
  }

  @Test("E1: an empty range asks for no row, and never for those up to the lowest token, which are all")
  func emptyRange() throws {
    let table = try ScanTable(keyspace: "ks", name: "t", partitionKey: ["k"])
    for range in [range(.min, .min), range(5, .min), range(7, 7)] {
      guard case .positional(let values) = table.statement(for: range).values else { continue }
      #expect(values.map { $0 as? Int64 } == [.max, .max])
    }
  }

  @Test("E2: no key, or no column, is no scan")
  func nothing() {
    for (key, columns) in [([], nil), (["k"], [])] as [([String], [String]?)] {
      let error = #expect(throws: CQLError.self) {
        try ScanTable(keyspace: "ks", name: "t", partitionKey: key, columns: columns)
      }
      #expect(error?.code == .invalidStatement)
    }
  }

  private func source() throws -> FakeCoordinator {
    let key: [FakeTable.Column] = [
      .regular("a", .text), .partitionKey("second", .int), .partitionKey("First", .int), .clustering("c", .int),
    ]
    return FakeCoordinator(tables: [
      try FakeTable("ks.t", columns: key, rows: [["x", 1, 2, 3]]),
      try FakeTable("Shop.Orders", columns: [.partitionKey("Id", .int)], rows: [[1], [2]]),
    ])
  }

  @Test("E2: a table's name is enough: its key is in the schema, in the key's order and with its case")
  func byName() async throws {
    let source = try source()
    let table = try await ScanTable.named("KS.t", in: source)
    #expect(table.partitionKey == ["second", "First"] && table.keyspace == "ks" && table.columns == nil)
    let quoted = try await ScanTable.named("\"Shop\".\"Orders\"", columns: ["Id"], in: source)
    #expect(quoted.partitionKey == ["Id"] && quoted.description == "\"Shop\".\"Orders\"")
    var ids: [Int] = []
    for try await row in try source.scan(quoted, splits: 3).rows { ids.append(try row.decode(at: 0)) }
    #expect(ids.sorted() == [1, 2])
  }

  @Test(
    "E2: what cannot be scanned is said before a row is asked for",
    arguments: [
      ("ks.none", nil, .unknownTable, "no table ks.none"), ("none.t", nil, .unknownTable, "no table none.t"),
      ("Shop.Orders", nil, .unknownTable, "no table shop.orders"), ("t", nil, .invalidStatement, "keyspace.table"),
      ("", nil, .invalidStatement, "keyspace.table"), ("a.b.c", nil, .invalidStatement, "keyspace.table"),
      ("ks.", nil, .invalidStatement, "keyspace.table"), ("ks.\"t", nil, .invalidStatement, "keyspace.table"),
      ("ks.t; DROP", nil, .invalidStatement, "keyspace.table"), ("ks.\"\"", nil, .invalidStatement, "keyspace.table"),
      ("ks.t", ["a", "A"], .unknownColumn, "no column \"A\"; it has First, a, c, second"),
    ] as [(String, [String]?, CQLError.Code, String)])
  func refused(name: String, columns: [String]?, code: CQLError.Code, part: String) async throws {
    let source = try source()
    let error = await #expect(throws: CQLError.self) { try await ScanTable.named(name, columns: columns, in: source) }
    #expect(error?.code == code)
    #expect(error?.message.contains(part) == true)
  }

  @Test("E2: quotes within a name stand twice")
  func quotes() {
    #expect(CQLIdentifier.parse("\"a\"\"b\".\"c.d\"") == ["a\"b", "c.d"])
    #expect(CQLIdentifier.parse("Ks.T_1") == ["ks", "t_1"])
    #expect(CQLIdentifier.quoted("a\"b") == "\"a\"\"b\"")
  }

  @Test(
    "E1, E6: the union of the ranges is the whole table, for keys of several types",
    arguments: ["users", "events", "types"])
  func sample(name: String) async throws {
    let source = FakeCoordinator(tables: SampleKeyspace(rows: 500).tables)
    let table = try await ScanTable.named("sample.\(name)", in: source)
    func cells(_ row: CQLRow) throws -> [String] {
      try row.columns.indices.map { "\(String(describing: try row.decode(CQLValue?.self, at: $0)))" }
    }
    var direct: [[String]] = []
    for try await row in source.rows(of: "SELECT * FROM sample.\(cql: name)") { direct.append(try cells(row)) }
    var scanned: [[String]] = []
    for try await row in try source.scan(table, splits: 13).rows { scanned.append(try cells(row)) }
    #expect(direct.count == 500)
    #expect(
      Dictionary(grouping: scanned) { $0 }.mapValues(\.count) == Dictionary(grouping: direct) { $0 }.mapValues(\.count))
  }
}
