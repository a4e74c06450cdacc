import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// What a scan looks up before it begins.
@Suite(.timeLimit(.minutes(2))) struct ScanLookupTests {
  /// Takes the only connection away from each of the first two questions for the table and for the ring.
  private static func cutting(_ left: Lock<[String: Int]>) -> Scripted.Script {
    { exchange in
      left.withLock { left in
        guard exchange.opcode != 0x09, let table = left.keys.first(where: { exchange.statement?.contains($0) == true }),
          let count = left[table], count > 0
        else { return nil }
        left[table] = count - 1
        return [.close]
      }
    }
  }

  @Test("E2: the table and the ring are looked up again as often as pages are, where no node is left for a moment")
  func retried() async throws {
    let left = Lock(["system_schema.columns": 2, "system_schema.keyspaces WHERE": 2])
    try await Scripted.withSession(script: Self.cutting(left)) { session, _ async throws in
      var numbers: [Int] = []
      for try await row in try await session.scan("test.numbers", columns: ["number"]).rows {
        numbers.append(try row.decode(at: 0))
      }
      #expect(numbers.sorted() == Array(0..<50))
      #expect(left.withLock { $0.values.allSatisfy { $0 == 0 } })
    }
  }

  @Test("E2: without retries the first failure is the caller's")
  func notRetried() async throws {
    let left = Lock(["system_schema.keyspaces WHERE": 1])
    try await Scripted.withSession(script: Self.cutting(left)) { session, _ async throws in
      let options = ScanOptions(retry: RetryPolicy(retries: 0))
      #expect(await cqlError { try await session.scan("test.numbers", options: options) }?.code == .connectionClosed)
      _ = try await session.scan("test.numbers", options: options)
    }
  }
}
