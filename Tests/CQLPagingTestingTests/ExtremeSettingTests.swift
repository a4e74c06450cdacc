import CQLPaging
import CQLPagingTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct ExtremeSettingTests {
  @Test("G1: more rows than an int counts are as many as it counts")
  func rows() async throws {
    let source = FakeCoordinator(tables: [.numbered("a.b", partitions: .max, rowsInEach: .max)])
    let page = try await source.fetchPage(PageRequest("SELECT number FROM a.b", pageSize: 3))
    #expect(try page.rows.map { try $0.decode(as: Int32.self) } == [0, 1, 2])
  }

  @Test("G1: a delay without end ends with the task that waits")
  func delay() async throws {
    let source = FakeCoordinator(tables: [.numbered(rows: 10)], faults: [Fault(.delay(.seconds(Int64.max)), on: 1)])
    let outcome = await withTaskGroup(of: (any Error)?.self) { group in
      group.addTask {
        do {
          _ = try await source.fetchPage(PageRequest("SELECT number FROM test.numbers"))
          return nil
        } catch {
          return error
        }
      }
      while source.requestCount == 0 { await Task.yield() }
      group.cancelAll()
      return await group.next() ?? nil
    }
    #expect(outcome is CancellationError)
  }

  @Test("G1: paging states are padded no further than memory allows")
  func states() async throws {
    var options = FakeCoordinator.Options()
    options.minimumStateLength = .max
    let source = FakeCoordinator(tables: [.numbered(rows: 10)], options: options)
    let page = try await source.fetchPage(PageRequest("SELECT number FROM test.numbers", pageSize: 3))
    #expect(page.nextState?.bytes.count == 16 << 20)
  }
}
