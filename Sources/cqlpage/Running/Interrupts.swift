import Dispatch
import Foundation
import Synchronization

/// SIGINT and SIGTERM, which end a run in good order. A second one, a moment later, ends the process at once.
final class Interrupts: Sendable {
  private enum State {
    case quiet
    case waiting(CheckedContinuation<Bool, Never>)
    case signalled(ContinuousClock.Instant)
    case abandoned
  }

  /// `timeout` sends its signal twice, to the process and to its group, and means one.
  private static let moment = Duration.milliseconds(500)

  private let state = Mutex(State.quiet)
  // `nonisolated(unsafe)`: Dispatch's sources may be used from any thread, and are not marked so on Linux.
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { number in
      SystemCalls.ignore(number)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for source in sources {
      source.setEventHandler { [weak self] in self?.signalled() }
      source.activate()
    }
  }

  deinit { for source in sources { source.cancel() } }

  private func signalled() {
    let waiting: CheckedContinuation<Bool, Never>? = state.withLock { state in
      switch state {
      case .signalled(let first):
        if first.duration(to: .now) >= Self.moment { exit(ExitCode.interrupted.rawValue) }
        return nil
      case .waiting(let continuation):
        state = .signalled(.now)
        return continuation
      case .quiet, .abandoned:
        state = .signalled(.now)
        return nil
      }
    }
    waiting?.resume(returning: true)
  }

  /// Waits for the first signal. To be called once.
  ///
  /// - Returns: false where the task was cancelled first.
  func wait() async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          switch state {
          case .signalled: return true
          case .abandoned, .waiting: return false
          case .quiet:
            state = .waiting(continuation)
            return nil
          }
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let waiting: CheckedContinuation<Bool, Never>? = state.withLock { state in
        defer { if case .signalled = state {} else { state = .abandoned } }
        guard case .waiting(let continuation) = state else { return nil }
        return continuation
      }
      waiting?.resume(returning: false)
    }
  }
}
