import CQLPaging
import CQLPagingTesting
import Testing

@Suite struct FaultTests {
  struct Broken: Error, Equatable {}

  private let overloaded = ServerError(code: .overloaded, message: "busy")
  private let statement: Statement = "SELECT number FROM test.numbers"

  private func source(_ rows: Int = 50, _ faults: Fault...) -> FakeCoordinator {
    FakeCoordinator(tables: [.numbered(rows: rows)], faults: faults)
  }

  private func lengths(_ source: FakeCoordinator, by size: Int = 10) async throws -> [Int] {
    try await source.pageLengths(statement, by: size)
  }

  @Test("G1: an error happens once by default, so that asking again goes on with no row lost")
  func errors() async throws {
    let source = source(50, Fault(.error(overloaded), on: 3), Fault(.error(Broken()), on: 4))
    var iterator = source.rows(of: statement, pageSize: 10).makeAsyncIterator()
    var numbers: [Int] = []
    var errors: [PagingError] = []
    while true {
      do {
        guard let row = try await iterator.next() else { break }
        numbers.append(try row.decode(Int.self, at: 0))
      } catch let error as PagingError {
        errors.append(error)
      }
    }
    #expect(numbers == Array(0..<50))
    #expect(errors.count == 2)
    #expect((errors[0].underlying as? CQLError)?.server == overloaded)
    #expect(errors[1].underlying is Broken)
    #expect(source.requestCount == 8)
  }

  @Test("G1: an error happens as often as it is told to")
  func repeatedErrors() async throws {
    let source = source(50, Fault(.error(overloaded), on: 1, times: 2))
    for _ in 0..<2 {
      await #expect(throws: CQLError.self) { try await source.fetchPage(PageRequest(statement)) }
    }
    #expect(try await source.fetchPage(PageRequest(statement)).rows.count == 50)
  }

  @Test("G1: empty pages are not the last, and asking for one again finds it empty again")
  func emptyPages() async throws {
    let source = source(30, Fault(.emptyPage, on: 2), Fault(.emptyPage, on: .pages(4...5)))
    #expect(try await lengths(source) == [10, 0, 10, 0, 0, 10, 0])
    let state = try await source.fetchPage(PageRequest(statement, pageSize: 10)).nextState
    for _ in 0..<2 {
      let page = try await source.fetchPage(PageRequest(statement, pageSize: 10, state: state))
      #expect(page.rows.isEmpty && !page.isLast)
    }
  }

  @Test("B4: 10,000 empty pages in a row are passed over")
  func emptyRun() async throws {
    let source = source(10, Fault(.emptyPage, on: .pages(2...10_001)))
    #expect(try await source.numbers(by: 5) == Array(0..<10))
    #expect(source.requestCount == 10_003)
  }

  @Test("G1: pages can be shorter and longer than asked, and capped, with the same rows")
  func otherLengths() async throws {
    let source = source(50, Fault(.rows(3), on: 2), Fault(.rows(20), on: 3), Fault(.rowsAtMost(8), on: .all))
    #expect(try await lengths(source) == [8, 3, 8, 8, 8, 8, 7])
    #expect(try await source.numbers(by: 10) == Array(0..<50))
    let long = self.source(50, Fault(.rows(20), on: 2))
    #expect(try await lengths(long) == [10, 20, 10, 10, 0])
  }

  @Test("G1: a capped scan with a LIMIT below the page size still ends")
  func cappedLimit() async throws {
    let source = source(50, Fault(.rowsAtMost(4), on: .all))
    #expect(try await source.numbers("SELECT number FROM test.numbers LIMIT 10", by: 100) == Array(0..<10))
  }

  @Test("B7: a stuck position is noticed")
  func stuck() async throws {
    let source = source(50, Fault(.stuckState, on: 3))
    let error = await #expect(throws: PagingError.self) { try await lengths(source) }
    #expect(error?.code == .stalledPaging)
    #expect(source.requestCount == 3)
  }

  @Test("G1: an early end looks like one")
  func earlyEnd() async throws {
    #expect(try await lengths(source(50, Fault(.earlyEnd, on: 2))) == [10, 10])
  }

  @Test("B6: VOID in the middle is an error, not an end")
  func void() async throws {
    let error = await #expect(throws: PagingError.self) { try await lengths(source(50, Fault(.void, on: 2))) }
    #expect(error?.code == .unexpectedResponse)
    #expect(error?.pagesDelivered == 1)
  }

  @Test("F4: columns come and go in the middle of a scan")
  func columns() async throws {
    let source = source(
      30, Fault(.addedColumn("extra", .int), on: .pages(2...)), Fault(.droppedColumn("name"), on: 3))
    var names: [[String]] = []
    for try await page in source.pages(of: "SELECT * FROM test.numbers", pageSize: 10) {
      names.append(page.rows.columns.map(\.name))
      for row in page.rows where page.rows.columns.position(of: "extra") != nil {
        #expect(try row.decode(Int?.self, named: "extra") == nil)
      }
    }
    #expect(
      names == [
        ["part", "number", "name"], ["part", "number", "name", "extra"], ["part", "number", "extra"],
        ["part", "number", "name", "extra"],
      ])
  }

  @Test("G1: a missing cell is a malformed page")
  func missingCell() async throws {
    let error = await #expect(throws: PagingError.self) { try await lengths(source(50, Fault(.missingCell, on: 2))) }
    #expect(error?.code == .malformedFrame)
  }

  @Test("G1: bytes behind the rows are ignored, and make a page too large where there is a limit")
  func padding() async throws {
    let faults = [Fault(.paddedTo(bytes: 100_000), on: 2)]
    #expect(try await lengths(FakeCoordinator(tables: [.numbered(rows: 20)], faults: faults)) == [10, 10, 0])
    var options = FakeCoordinator.Options()
    options.maximumPageBytes = 50_000
    let limited = FakeCoordinator(tables: [.numbered(rows: 20)], faults: faults, options: options)
    let error = await #expect(throws: PagingError.self) { try await lengths(limited) }
    #expect(error?.code == .frameTooLarge)
  }

  @Test("G1: warnings come with their page")
  func warnings() async throws {
    let source = source(20, Fault(.warning("slow"), on: 2), Fault(.warning("very"), on: 2))
    var warnings: [[String]] = []
    for try await page in source.pages(of: statement, pageSize: 10) { warnings.append(page.info.warnings) }
    #expect(warnings == [[], ["slow", "very"], []])
  }

  @Test("B5: a connection can be cut at every page boundary, with no row lost", arguments: 1...6)
  func cuts(_ page: Int) async throws {
    let source = source(50, Fault(.connectionCut(page.isMultiple(of: 2) ? .before : .inTheMiddle), on: .page(page)))
    var iterator = source.rows(of: statement, pageSize: 10).makeAsyncIterator()
    var numbers: [Int] = []
    var codes: [CQLError.Code?] = []
    while true {
      do {
        guard let row = try await iterator.next() else { break }
        numbers.append(try row.decode(Int.self, at: 0))
      } catch let error as PagingError {
        codes.append(error.code)
      }
    }
    #expect(numbers == Array(0..<50))
    #expect(codes == [.connectionClosed])
  }

  @Test("G1: delays go by the clock that the test gives")
  func delays() async throws {
    let clock = RecordingClock()
    let source = FakeCoordinator(
      tables: [.numbered(rows: 20)],
      faults: [Fault(.delay(.seconds(60)), on: 2), Fault(.delay(.seconds(5)), on: .every(1))], clock: clock)
    #expect(try await lengths(source) == [10, 10, 0])
    #expect(clock.sleeps == [.seconds(5), .seconds(65), .seconds(5)])
  }

  @Test("B11: a cancelled task gets no page")
  func cancellation() async throws {
    let source = source(50)
    let error = await withTaskGroup(of: (any Error)?.self) { [statement] group in
      group.addTask {
        withUnsafeCurrentTask { $0?.cancel() }
        do {
          _ = try await source.fetchPage(PageRequest(statement))
          return nil
        } catch {
          return error
        }
      }
      return await group.next() ?? nil
    }
    #expect(error is CancellationError)
    #expect(source.requestCount == 0)
  }

  @Test("G1: each scan counts its own pages, and system tables are spared")
  func counting() async throws {
    let source = source(50, Fault(.emptyPage, on: .every(2)))
    async let first = lengths(source, by: 20)
    async let second = lengths(source, by: 20)
    let expected = [20, 0, 20, 0, 10]
    #expect(try await first == expected)
    #expect(try await second == expected)
    #expect(try await source.pageLengths("SELECT table_name FROM system_schema.tables", by: 5) == [5, 5, 3])
  }

  @Test("G1: faults can be replaced while a scan runs")
  func replacing() async throws {
    let source = source(50, Fault(.emptyPage, on: .all))
    let empty = try await source.fetchPage(PageRequest(statement, pageSize: 10))
    #expect(empty.rows.isEmpty)
    source.replaceFaults([])
    #expect(try await source.fetchPage(PageRequest(statement, pageSize: 10, state: empty.nextState)).rows.count == 10)
  }
}
