import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// Servers that lie about a table that is to be scanned.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileSchemaTests {
  struct Schema: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: [Hostile.Outcome]
    let rows: @Sendable () -> [SystemRows.Row]
    var isEndless = false

    init(
      _ sentence: String, _ expected: Hostile.Outcome..., isEndless: Bool = false,
      rows: @escaping @Sendable () -> [SystemRows.Row]
    ) {
      testDescription = sentence
      self.expected = expected
      self.rows = rows
      self.isEndless = isEndless
    }

    func actions(_ exchange: WireExchange) -> [WireExchange.Action]? {
      guard exchange.statement?.contains("FROM system_schema.columns") == true, exchange.opcode != 9,
        let rows = try? SystemRows.result(rows(), types: ["position": .int])
      else { return nil }
      // Each page has another position, so that nobody notices.
      let state = isEndless ? withUnsafeBytes(of: ContinuousClock.now) { Array($0) } : nil
      let columns = rows.columns ?? Columns([])
      let content = rows.buffer.bytes[rows.contentOffset...].map { $0 }
      let page = RowsResult(columns: columns, rowCount: rows.rowCount, content: content, pagingState: state)
      return [.send(Frames.of(.result(.rows(page)), stream: exchange.stream))]
    }
  }

  private static func column(_ name: String, _ kind: String?, _ position: Int32?) -> SystemRows.Row {
    ["column_name": name, "kind": .some(kind), "position": .some(position)]
  }

  static let schemas: [Schema] = [
    Schema("no columns", .error(.unknownTable)) { [] },
    Schema("no partition key", .error(.unexpectedResponse)) { [column("number", "regular", 0)] },
    Schema("a kind that is null", .error(.unexpectedNull)) { [column("number", nil, 0)] },
    Schema("a position that is null", .error(.unexpectedNull)) { [column("number", "partition_key", nil)] },
    Schema("rows with other columns", .error(.unknownColumn)) { [["nothing": "x"]] },
    Schema("a key of other columns than there are", .error(.server)) { [column("nowhere", "partition_key", 0)] },
    Schema("a name that wants to be a statement", .error(.server)) {
      [column("x\") > 0; DROP TABLE test.numbers; --", "partition_key", 0)]
    },
    Schema("a name of 60,000 letters", .error(.server)) {
      [column(String(repeating: "n", count: 60_000), "partition_key", 0)]
    },
    Schema("one position for all of the key", .error(.server)) {
      (0..<10).map { column("k\($0)", "partition_key", 0) }
    },
    Schema("positions at both ends of an int", .error(.server)) {
      [column("a", "partition_key", .max), column("b", "partition_key", .min)]
    },
    Schema("a thousand columns a page, in pages without end", .error(.unexpectedResponse), isEndless: true) {
      (0..<1_000).map { column("c\($0)", "regular", 0) }
    },
    Schema("empty pages without end", .error(.stalledPaging), isEndless: true) {
      []
    },
  ]

  @Test("each is a typed error in time, and the session lives on", arguments: schemas)
  func schema(_ schema: Schema) async throws {
    let outcomes = try await Hostile.run(schema.testDescription, [schema]) { schema in
      try await Scripted.withSession(script: schema.actions) { session, _ async throws in
        let outcome = await Hostile.outcome(of: schema.testDescription, within: .seconds(60)) {
          do {
            for try await row in try await session.scan("test.numbers").rows {
              _ = try row.decode(CQLValue.self, at: 0)
            }
          } catch let error as ScanError {
            throw error.failures.first.map { $0.underlying } ?? error
          }
          return .result
        }
        await Hostile.isUsable(session, rows: 50, name: schema.testDescription)
        return outcome
      }
    }
    for outcome in outcomes.keys { #expect(schema.expected.contains(outcome)) }
  }
}
