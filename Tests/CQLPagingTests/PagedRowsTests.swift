import CQLPaging
import Testing

@Suite struct PagedRowsTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B1: rows come in order over all pages, whatever the page size", arguments: [1, 2, 3, 7, 10, 99, 100, 101])
  func allRows(size: Int) async throws {
    let source = NumberSource(count: 100)
    var seen: [Int] = []
    for try await row in source.rows(of: statement, pageSize: PageSize(size)) { seen.append(row) }
    #expect(seen == Array(0..<100))
    #expect(source.requests.count == (100 + size - 1) / size)
  }

  @Test("B1: nothing is asked for before it is wanted, and page n+1 only when page n has been read")
  func lazy() async throws {
    let source = NumberSource(count: 30)
    let rows = source.rows(of: statement, pageSize: 10)
    var iterator = rows.makeAsyncIterator()
    #expect(source.requests.isEmpty)
    for read in 1...30 {
      _ = try await iterator.next()
      #expect(source.requests.count == (read + 9) / 10)
    }
    #expect(try await iterator.next() == nil)
    #expect(try await iterator.next() == nil, "the end stays the end")
    #expect(source.requests.count == 3, "the end of a result is not asked for twice")
  }

  @Test("A1, A2: a plain iteration is paged, with the source's size where none is given")
  func pagedByDefault() async throws {
    let source = NumberSource(count: 25)
    for try await _ in source.rows(of: statement) {}
    #expect(source.requests.map(\.size) == [10, 10, 10])
  }

  @Test("A6: a short page is not the end, and a page longer than asked is read whole")
  func pageSizeIsAHint() async throws {
    let source = NumberSource(count: 20) { request, _ in [.shorter(1), .shorter(12), .page][request] }
    var seen: [Int] = []
    for try await row in source.rows(of: statement, pageSize: 10) { seen.append(row) }
    #expect(seen == Array(0..<20))
    #expect(source.requests.map(\.position) == [0, 1, 13])
  }

  @Test("B4: 100,000 empty pages in a row are passed over")
  func emptyPages() async throws {
    let source = NumberSource(count: 100_010) { _, position in
      position < 5 || position >= 100_005 ? .shorter(1) : .empty(next: position + 1)
    }
    var iterator = source.rows(of: statement).makeAsyncIterator()
    var rows = 0
    while try await iterator.next() != nil { rows += 1 }
    #expect(rows == 10)
    #expect(iterator.summary.emptyPages == 100_000)
    #expect(iterator.summary.pages == 100_010)
  }

  @Test("B5: an error carries the place, and the same iterator goes on with the same page")
  func errorInTheMiddle() async throws {
    let source = NumberSource(count: 30) { request, _ in request == 1 ? .failure(NumberSource.Broken()) : .page }
    var iterator = source.rows(of: statement, pageSize: 10).makeAsyncIterator()
    var seen: [Int] = []
    while seen.count < 10, let row = try await iterator.next() { seen.append(row) }
    let error = await #expect(throws: PagingError.self) { _ = try await iterator.next() }
    #expect(error?.underlying is NumberSource.Broken)
    #expect(error?.rowsDelivered == 10)
    #expect(error?.pagesDelivered == 1)
    #expect(error?.cursor == Cursor(state: NumberSource.state(10)))
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(0..<30))
    #expect(source.requests.map(\.position) == [0, 10, 10, 20])
  }

  @Test("B7: the same position again without rows is an error, not an endless loop")
  func stalled() async throws {
    let source = NumberSource(count: 30) { request, _ in request == 2 ? .stuck : .page }
    var iterator = source.rows(of: statement, pageSize: 10).makeAsyncIterator()
    for _ in 0..<20 { _ = try await iterator.next() }
    let error = await #expect(throws: PagingError.self) { _ = try await iterator.next() }
    #expect(error?.code == .stalledPaging)
    #expect(try await iterator.next() == 20, "asked again, the server had moved on")
  }

  @Test("B7: a limit on runs of empty pages holds", arguments: [0, 1, 5])
  func emptyRunLimit(limit: Int) async throws {
    let source = NumberSource(count: 100) { _, position in .empty(next: position + 1) }
    let error = await #expect(throws: PagingError.self) {
      for try await _ in source.rows(of: statement).allowingEmptyPages(limit) {}
    }
    #expect(error?.code == .stalledPaging)
    #expect(source.requests.count == limit + 1)
  }

  @Test("B10: a cursor taken after any row goes on exactly behind it, at any page size", arguments: [1, 3, 10, 40])
  func cursorAfterEveryRow(resumedSize: Int) async throws {
    let source = NumberSource(count: 33)
    var iterator = source.rows(of: statement, pageSize: 10).makeAsyncIterator()
    #expect(iterator.cursor == Cursor(state: nil))
    var read = 0
    while try await iterator.next() != nil {
      read += 1
      guard let cursor = iterator.cursor else { break }
      var rest: [Int] = []
      let again = try Cursor(text: cursor.text)
      for try await row in source.rows(of: statement, pageSize: PageSize(resumedSize), from: again) { rest.append(row) }
      #expect(rest == Array(read..<33))
    }
    #expect(read == 33)
    #expect(iterator.cursor == nil, "no cursor behind the last row")
    #expect(iterator.summary.isComplete)
  }

  @Test("B10: an iteration that was resumed counts its own rows and gives cursors of its own")
  func cursorOfResumed() async throws {
    let source = NumberSource(count: 30)
    let cursor = Cursor(state: NumberSource.state(10), rowsConsumed: 13)
    var iterator = source.rows(of: statement, pageSize: 10, from: cursor).makeAsyncIterator()
    #expect(iterator.cursor == cursor)
    #expect(try await iterator.next() == 23)
    #expect(iterator.summary.rows == 1)
    #expect(iterator.cursor == Cursor(state: NumberSource.state(20), rowsConsumed: 4))
  }

  @Test("B10: an error while rows are being skipped leaves the cursor as it was")
  func errorWhileSkipping() async throws {
    let source = NumberSource(count: 30) { request, _ in request == 1 ? .failure(NumberSource.Broken()) : .page }
    let cursor = Cursor(state: nil, rowsConsumed: 13)
    var iterator = source.rows(of: statement, pageSize: 10, from: cursor).makeAsyncIterator()
    let error = await #expect(throws: PagingError.self) { _ = try await iterator.next() }
    #expect(error?.cursor == Cursor(state: NumberSource.state(10), rowsConsumed: 3))
    #expect(iterator.cursor == error?.cursor)
    #expect(try await iterator.next() == 13)
  }

  @Test("B11: leaving the loop asks for no further page")
  func leavingTheLoop() async throws {
    let source = NumberSource(count: 100)
    for try await row in source.rows(of: statement, pageSize: 10) where row == 9 { break }
    #expect(source.requests.count == 1)
  }

  @Test("B11: a cancelled task gets CancellationError, never the normal end")
  func cancellation() async throws {
    let source = NumberSource(count: 1000) { request, _ in
      // The source calls it by another name, and the consumer must not see that.
      if request == 3 {
        withUnsafeCurrentTask { $0?.cancel() }
        return .failure(NumberSource.Broken())
      }
      return .page
    }
    let rows = source.rows(of: statement, pageSize: 10)
    // A child task, so that the test's own is not the one that is cancelled.
    let outcome = await withTaskGroup(of: (any Error)?.self) { group in
      group.addTask {
        do {
          for try await _ in rows {}
          return nil
        } catch {
          return error
        }
      }
      return await group.next() ?? nil
    }
    #expect(outcome is CancellationError)
    #expect(source.requests.count == 4)
  }

  @Test(
    "A7: sizes that no server takes are refused before anything is asked",
    arguments: [0, -1, 2_147_483_647, .min, .max])
  func invalidSizes(size: Int) async throws {
    let source = NumberSource(count: 10)
    let error = await #expect(throws: PagingError.self) {
      for try await _ in source.rows(of: statement, pageSize: PageSize(size)) {}
    }
    #expect(error?.code == .invalidPageSize)
    #expect(source.requests.isEmpty)
  }

  @Test("A7: the whole result in one answer has to be asked for by name, and cannot go on from a position")
  func unpaged() async throws {
    let source = NumberSource(count: 100)
    #expect(try await source.fetchUnpaged(statement).rows.count == 100)
    let resumed = {
      var request = PageRequest.unpaged(statement)
      request.state = NumberSource.state(10)
      return request
    }()
    let error = await #expect(throws: CQLError.self) { _ = try await source.fetchPage(resumed) }
    #expect(error?.code == .resumeIgnored)
  }
}

@Suite struct PagesTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B2: page by page, empty ones included, each with the next position")
  func pages() async throws {
    let source = NumberSource(count: 25) { _, position in position == 10 ? .empty(next: 12) : .page }
    var iterator = source.pages(of: statement, pageSize: 10).makeAsyncIterator()
    var pages: [Page<Range<Int>>] = []
    while let page = try await iterator.next() {
      #expect(iterator.nextState == page.nextState)
      pages.append(page)
    }
    #expect(pages.map(\.rows) == [0..<10, 10..<10, 12..<22, 22..<25])
    #expect(pages.map(\.isLast) == [false, false, false, true])
    #expect(pages.map(\.info.byteCount) == [80, 0, 80, 24])
    #expect(iterator.summary.emptyPages == 1)
    #expect(iterator.summary.isComplete)
  }

  @Test("B2: pages can begin at any position")
  func fromPosition() async throws {
    let source = NumberSource(count: 25)
    var rows: [Int] = []
    for try await page in source.pages(of: statement, pageSize: 10, from: NumberSource.state(7)) { rows += page.rows }
    #expect(rows == Array(7..<25))
  }

  @Test("B3: one page by hand, and the next from its position; nothing is kept in between")
  func byHand() async throws {
    let source = NumberSource(count: 25)
    var states: [PagingState?] = [nil]
    var rows: [Int] = []
    while true {
      let page = try await source.fetchPage(PageRequest(statement, pageSize: 10, state: states.last ?? nil))
      rows += page.rows
      guard let next = page.nextState else { break }
      states.append(next)
    }
    #expect(rows == Array(0..<25))
    #expect(states.count == 3)
    let again = try await source.fetchPage(PageRequest(statement, pageSize: 10, state: states[1]))
    #expect(Array(again.rows) == Array(10..<20), "C1: the same position gives the same page")
  }
}
