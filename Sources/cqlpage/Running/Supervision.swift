/// What can end a run from outside.
enum StopCause: Equatable, Sendable {
  case signal
  case deadline(Duration)
}

/// Work that ends by itself, by a signal, or when its time is up.
enum Supervision {
  private enum Event<Report: Sendable>: Sendable {
    case finished(Report)
    case stopped(StopCause)
    case watcherLeft
  }

  /// Runs `work` on the main thread, where it may block for a reader of standard output without keeping a watcher from
  /// its turn.
  ///
  /// - Parameters:
  ///   - isSignalled: waits for a signal; false where it was cancelled.
  ///   - wakeUp: signalled when the work is cancelled, for when it blocks.
  /// - Returns: the work's report, and what stopped it, if anything did.
  @concurrent
  static func run<Report: Sendable>(
    deadline: Duration?, isSignalled: @escaping @Sendable () async -> Bool, wakeUp: WakeUp,
    _ work: @escaping @MainActor @Sendable () async -> Report
  ) async -> (report: Report, cause: StopCause?) {
    await withTaskGroup(of: Event<Report>.self) { group in
      group.addTask { await isSignalled() ? .stopped(.signal) : .watcherLeft }
      if let deadline {
        group.addTask {
          do { try await ContinuousClock().sleep(for: deadline) } catch { return .watcherLeft }
          return .stopped(.deadline(deadline))
        }
      }
      group.addTask {
        await withTaskCancellationHandler {
          .finished(await work())
        } onCancel: {
          wakeUp.signal()
        }
      }
      var cause: StopCause?
      var report: Report?
      while let event = await group.next() {
        switch event {
        case .finished(let finished): report = finished
        case .stopped(let first): if report == nil { cause = cause ?? first }
        case .watcherLeft: continue
        }
        group.cancelAll()
      }
      guard let report else { preconditionFailure("the work of a group ends before the group does") }
      return (report, cause)
    }
  }
}
