import CQLPaging
import Testing

/// A value that says how it was bound.
private struct Probe: CQLEncodable {
  let number: UInt8
  var naturalType: CQLType { .blob }
  func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) { writer.write([number]) }
}

@Suite struct StatementTests {
  @Test("F3: interpolated values become bind markers, and none of them stands in the text")
  func interpolation() {
    let table = "odd\"name"
    let statement: Statement =
      "SELECT * FROM \(identifier: table) WHERE a = \(Probe(number: 1)) AND b = \(Probe(number: 2)) \(cql: "LIMIT 5")"
    #expect(statement.text == "SELECT * FROM \"odd\"\"name\" WHERE a = ? AND b = ? LIMIT 5")
    #expect(statement.values.count == 2)
    #expect(statement.isPrepared, "values want the types of their columns")
    #expect(!("SELECT 1" as Statement).isPrepared)
  }

  @Test("C9: descriptions count values and show none")
  func descriptions() {
    let statement = Statement("SELECT * FROM t WHERE a = ?", values: [Probe(number: 211)])
    var dumped = ""
    dump(statement, to: &dumped)
    for text in ["\(statement)", String(reflecting: statement), dumped] { #expect(!text.contains("211"), "\(text)") }
    #expect("\(statement)" == "SELECT * FROM t WHERE a = ? [1 value]")
  }

  @Test("A3: the page size of the call goes before the bound statement's, that before the prepared statement's")
  func pageSizePrecedence() throws {
    let rows: [(call: PageSize?, bound: PageSize?, prepared: PageSize?, wanted: Int32, sentence: String)] = [
      (nil, nil, nil, 5000, "nothing said: the session's"),
      (nil, nil, 30, 30, "the prepared statement's before the session's"),
      (nil, 20, nil, 20, "the bound statement's before the session's"),
      (nil, 20, 30, 20, "the bound statement's before the prepared statement's"),
      (10, nil, nil, 10, "the call's before the session's"),
      (10, nil, 30, 10, "the call's before the prepared statement's"),
      (10, 20, nil, 10, "the call's before the bound statement's"),
      (10, 20, 30, 10, "the call's before all others"),
    ]
    for row in rows {
      var template: Statement = "SELECT * FROM t WHERE a = ?"
      template.pageSize = row.prepared
      let prepared = PreparedStatement(
        template: template, bindMarkers: Columns([Column(name: "a", type: .blob)]), partitionKeyIndexes: [0],
        columns: Columns([]))
      var bound = try prepared.bind(Probe(number: 1))
      if let size = row.bound { bound.pageSize = size }
      let request = PageRequest(bound, pageSize: row.call)
      #expect(try request.checkedPageSize(default: 5000) == row.wanted, "\(row.sentence)")
    }
  }

  @Test("F3: values must pair up with the prepared statement's markers")
  func wrongValues() throws {
    let prepared = PreparedStatement(
      template: "SELECT * FROM t WHERE a = :a AND b = :b",
      bindMarkers: Columns([Column(name: "a", type: .blob), Column(name: "b", type: .blob)]),
      partitionKeyIndexes: [], columns: Columns([]))
    let one = Probe(number: 1)
    #expect(throws: Never.self) { try prepared.bind(one, one) }
    #expect(throws: Never.self) { try prepared.bind(named: ["b": one, "a": one]) }
    let attempts: [() throws -> Statement] = [
      { try prepared.bind() }, { try prepared.bind(one) }, { try prepared.bind(one, one, one) },
      { try prepared.bind(named: ["a": one]) }, { try prepared.bind(named: ["a": one, "b": one, "c": one]) },
    ]
    for attempt in attempts {
      let error = #expect(throws: CQLError.self) { try attempt() }
      #expect(error?.code == .wrongValues)
    }
  }

  @Test(
    "F9: consistency levels by name", arguments: [("local_one", Consistency.localOne), ("EACH-QUORUM", .eachQuorum)])
  func consistency(name: String, level: Consistency) {
    #expect(Consistency(name: name) == level)
    #expect(Consistency(name: "most") == nil)
    #expect(Consistency(rawValue: 99).description == "consistency 99")
  }
}
