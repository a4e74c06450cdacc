import CQLPaging
import Testing

@Suite struct PageHandlerTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B13: a handler gets page after page, each asked for when it wants it")
  func everyPage() async throws {
    let source = NumberSource(count: 25)
    var rows: [Int] = []
    let rest = try await source.forEachPage(of: statement) { page in
      rows += page.rows
      #expect(source.requests.count == (rows.count + 9) / 10, "nothing is asked for ahead")
      return .next
    }
    #expect(rest == nil)
    #expect(rows == Array(0..<25))
  }

  @Test("B13: a handler that stops leaves the place where it stopped")
  func stopping() async throws {
    let source = NumberSource(count: 25)
    let rest = try await source.forEachPage(of: statement) { page in page.rows.contains(10) ? .stop : .next }
    #expect(rest == NumberSource.state(20))
    #expect(source.requests.count == 2)
    var rows: [Int] = []
    try await source.forEachPage(of: statement, from: rest) { page in
      rows += page.rows
      return .next
    }
    #expect(rows == Array(20..<25))
  }

  @Test("B13: what a handler throws ends the scan as it is")
  func handlerFails() async throws {
    let source = NumberSource(count: 25)
    await #expect(throws: NumberSource.Broken.self) {
      try await source.forEachPage(of: statement) { _ in throw NumberSource.Broken() }
    }
    #expect(source.requests.count == 1)
  }

  @Test("B13: without async, a page comes to a closure, and the next one when it is asked for")
  func completions() async throws {
    let source = NumberSource(count: 25)
    let first = try await withCheckedThrowingContinuation { continuation in
      source.fetchPage(PageRequest(statement)) { continuation.resume(with: $0) }
    }
    #expect(first.rows == 0..<10)
    #expect(source.requests.count == 1)
    let second = try await withCheckedThrowingContinuation { continuation in
      source.fetchPage(PageRequest(statement, state: first.nextState)) { continuation.resume(with: $0) }
    }
    #expect(second.rows == 10..<20)
  }

  @Test("B13: without async, an error comes to the closure")
  func completionOfAnError() async throws {
    let source = NumberSource(count: 25) { _, _ in .failure(NumberSource.Broken()) }
    await #expect(throws: NumberSource.Broken.self) {
      _ = try await withCheckedThrowingContinuation { continuation in
        source.fetchPage(PageRequest(statement)) { continuation.resume(with: $0) }
      }
    }
  }

  @Test("B13: without async, all pages come to a handler, then the end to the completion")
  func handlerWithCompletion() async throws {
    let source = NumberSource(count: 25)
    let rows = Lock<[Int]>([])
    let rest = try await withCheckedThrowingContinuation { continuation in
      source.forEachPage(of: statement) { page in
        rows.withLock { $0 += page.rows }
        return page.rows.contains(10) ? .stop : .next
      } completion: {
        continuation.resume(with: $0)
      }
    }
    #expect(rest == NumberSource.state(20))
    #expect(rows.withLock { $0 } == Array(0..<20))
  }

  @Test("B13: pages that are given up end with CancellationError, and none is asked for after that")
  func cancelling() async throws {
    // A result without an end: only being cancelled stops it.
    let source = NumberSource(count: .max)
    await #expect(throws: CancellationError.self) {
      _ = try await withCheckedThrowingContinuation { continuation in
        source.forEachPage(of: statement) { _ in
          .next
        } completion: {
          continuation.resume(with: $0)
        }.cancel()
      }
    }
  }
}
