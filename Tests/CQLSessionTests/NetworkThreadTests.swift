import CQLPaging
import CQLPagingTesting
import Testing

@testable import CQLSession

@Suite("Programs that run on the session's network thread", .timeLimit(.minutes(5))) struct NetworkThreadTests {
  @Test("the body runs there, before and after a page came, and its result and its error come back")
  func place() async throws {
    struct Mine: Error {}
    try await Scripted.withSession { session, _ in
      let (isThere, numbers) = try await session.onNetworkThread {
        var isThere = [session.loop.isCurrent]
        var numbers: [Int] = []
        for try await row in session.rows(of: Scripted.select, pageSize: 7) {
          numbers.append(try row.decode(Int.self, at: 0))
          isThere.append(session.loop.isCurrent)
        }
        return (isThere, numbers)
      }
      #expect(isThere.allSatisfy { $0 })
      #expect(numbers == Array(0..<50))
      #expect(!session.loop.isCurrent)
      await #expect(throws: Mine.self) { try await session.onNetworkThread { throw Mine() } }
    }
  }

  @Test("actors run there as well, but those with an executor of their own; what is put elsewhere runs there")
  func actors() async throws {
    actor Ordinary {
      func isOnNetworkThread(of session: CassandraSession) -> Bool { session.loop.isCurrent }
    }
    try await Scripted.withSession { session, _ in
      let places = await session.onNetworkThread {
        let main = await MainActor.run { session.loop.isCurrent }
        let elsewhere = await withTaskExecutorPreference(globalConcurrentExecutor) { session.loop.isCurrent }
        return [await Ordinary().isOnNetworkThread(of: session), session.loop.isCurrent, main, elsewhere]
      }
      #expect(places == [true, true, false, false])
    }
  }

  @Test("many queries at once, each in a task of its own, have their own answers")
  func many() async throws {
    try await Scripted.withSession { session, _ in
      let sums = try await session.onNetworkThread {
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<200 { group.addTask { try await session.numbers(pageSize: 20).reduce(0, +) } }
          return try await group.reduce(into: []) { $0.append($1) }
        }
      }
      #expect(sums == Array(repeating: 49 * 25, count: 200))
    }
  }

  @Test(
    "a task that never rests keeps the sockets from nothing, nor other tasks, whether or not it wakes the loop",
    arguments: [false, true])
  func restless(wakes: Bool) async throws {
    try await Scripted.withSession { session, _ async throws in
      let restless = Task {
        await session.onNetworkThread {
          while !Task.isCancelled {
            if wakes { session.loop.wake() }
            // Both take turns in the loop's jobs, so that each turn has one; `Task.yield()` would leave the loop in between.
            await withTaskGroup { $0.addTask { if wakes { session.loop.wake() } } }
          }
        }
      }
      #expect(try await session.numbers() == Array(0..<50))
      #expect(try await session.onNetworkThread { try await session.numbers(pageSize: 3) } == Array(0..<50))
      restless.cancel()
      await restless.value
    }
  }

  @Test("a session can be closed from there, and what comes after that runs elsewhere")
  func closing() async throws {
    try await Scripted.withServer { server in
      let session = try await CassandraSession.connect(Scripted.configuration(server))
      let wasThere = await session.onNetworkThread {
        let wasThere = session.loop.isCurrent
        await session.close()
        return wasThere && !session.loop.isCurrent
      }
      #expect(wasThere)
      #expect(await !session.onNetworkThread { session.loop.isCurrent })
      let error = await cqlError { try await session.onNetworkThread { try await session.numbers() } }
      #expect(error?.code == .sessionClosed)
    }
  }

  @Test("cancelling ends the wait for a page there")
  func cancelling() async throws {
    let isAsked = Countdown()
    let script: Scripted.Script = { exchange in
      guard exchange.isOfTest else { return nil }
      isAsked.arrive()
      return []
    }
    try await Scripted.withSession(script: script) { session, _ in
      let task = Task { try await session.onNetworkThread { try await session.numbers() } }
      await isAsked.wait()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }
}
