import CQLPaging

// The laws, one by one.
extension PageSourceLaws {
  /// A page as it was asked for and as it came.
  struct Step: Sendable {
    let request: PageRequest
    let rows: [Row]
    let isLast: Bool
  }

  private func fetch(_ request: PageRequest) async throws -> (rows: [Row], next: PagingState?) {
    let page = try await source.fetchPage(request)
    return (try page.rows.map(row), page.nextState)
  }

  /// Pages through the whole result; nil where it could not be.
  func scan(by size: PageSize, into violations: inout [PageSourceViolation]) async -> [Step]? {
    var steps: [Step] = []
    var request = PageRequest(statement, pageSize: size)
    while true {
      do {
        let (rows, next) = try await fetch(request)
        steps.append(Step(request: request, rows: rows, isLast: next == nil))
        guard let next else { return steps }
        if rows.isEmpty, next == request.state {
          violations.append(
            .init(.nilAloneIsTheEnd, "page \(steps.count) by \(size.rows) has no rows and leads to itself"))
          return nil
        }
        // Through its bytes: a position must not depend on anything that is kept beside it.
        request.state = PagingState(bytes: next.bytes)
      } catch {
        violations.append(
          .init(.requestsCanBeRepeated, "page \(steps.count + 1) by \(size.rows) threw \(error)"))
        return nil
      }
      guard steps.count < maximumPages else {
        violations.append(
          .init(.nilAloneIsTheEnd, "paging by \(size.rows) has not ended after \(steps.count) pages"))
        return nil
      }
    }
  }

  /// Asks for every page again, the last one first: a source that remembers where it is goes wrong now.
  func checkRepetition(of scan: [Step], by size: PageSize, into violations: inout [PageSourceViolation]) async {
    for (index, step) in scan.enumerated().reversed() {
      let what = "page \(index + 1) by \(size.rows), asked for again,"
      do {
        let (rows, next) = try await fetch(step.request)
        // A page may be shorter or longer the second time, but it begins at the same row.
        let common = min(rows.count, step.rows.count)
        guard rows.prefix(common) == step.rows.prefix(common), common > 0 || step.rows.isEmpty || next != nil else {
          violations.append(.init(.requestsCanBeRepeated, "\(what) has other rows than before"))
          return
        }
        if rows.count == step.rows.count, (next == nil) != step.isLast {
          violations.append(
            .init(.nilAloneIsTheEnd, "\(what) is \(next == nil ? "" : "not ")the last, unlike before"))
          return
        }
      } catch {
        violations.append(.init(.requestsCanBeRepeated, "\(what) threw \(error)"))
        return
      }
    }
  }

  /// In a cancelled task there is no page and no end, only an error, and soon.
  func checkCancellation(into violations: inout [PageSourceViolation]) async {
    let request = PageRequest(statement, pageSize: pageSizes.first)
    // nil where a page came, else how long the error took.
    let waited = await withTaskGroup(of: Duration?.self) { [source] group in
      // A task of its own, because what is cancelled here shall not be the caller's; it is cancelled before it asks.
      group.addTask {
        withUnsafeCurrentTask { $0?.cancel() }
        let start = ContinuousClock.now
        do {
          _ = try await source.fetchPage(request)
          return nil
        } catch {
          return start.duration(to: .now)
        }
      }
      return await group.next() ?? nil
    }
    if let waited, waited > promptness {
      violations.append(.init(.cancellationThrows, "a cancelled task had to wait \(waited) for its error"))
    } else if waited == nil {
      violations.append(.init(.cancellationThrows, "a page came in a cancelled task"))
    }
  }

  /// A failure is thrown, and the same request works when it is over.
  func checkFailure(into violations: inout [PageSourceViolation]) async {
    guard let failNextRequest else { return }
    let first = PageRequest(statement, pageSize: pageSizes.first)
    do {
      let before = try await fetch(first)
      guard let next = before.next else {
        violations.append(.init(.failuresAreThrown, "the result is too short to fail in the middle of it"))
        return
      }
      let second = PageRequest(statement, pageSize: pageSizes.first, state: next)
      let expected = try await fetch(second)
      await failNextRequest()
      do {
        let page = try await fetch(second)
        let what = page.next == nil ? "the end of the result" : "a page of \(page.rows.count) rows"
        violations.append(.init(.failuresAreThrown, "a failure came out as \(what)"))
      } catch {
        let again = try await fetch(second)
        guard again.rows == expected.rows, (again.next == nil) == (expected.next == nil) else {
          violations.append(.init(.failuresAreThrown, "behind a failure, the same request gave another page"))
          return
        }
      }
    } catch {
      violations.append(.init(.failuresAreThrown, "a request threw where none should fail: \(error)"))
    }
  }
}
