internal import CQLPaging
internal import Foundation
internal import Synchronization

/// Something with a descriptor that the loop waits for.
package protocol EventLoopChannel: AnyObject, Sendable {
  /// Called on the loop's thread before it sleeps: sends what can be sent, ends what is overdue.
  ///
  /// - Returns: what to wait for; nil when the channel is finished and the loop shall forget it.
  func prepare(now: ContinuousClock.Instant) -> ChannelInterest?

  /// Called on the loop's thread when the descriptor is ready.
  func ready(read: Bool, write: Bool)

  /// Called on any thread when the loop is to end: the next ``prepare(now:)`` answers nil.
  func stop()
}

/// What a channel waits for.
package struct ChannelInterest: Equatable, Sendable {
  /// Below 0: none yet.
  package var descriptor: Int32
  package var read = false
  package var write = false
  package var deadline: ContinuousClock.Instant?
}

/// One thread that waits for all sockets of a session, and wakes those who wait for what arrives.
///
/// poll(2) costs the same as epoll for the few descriptors of a client, and exists everywhere.
package final class EventLoop: Sendable {
  private struct State: ~Copyable {
    var channels: [any EventLoopChannel] = []
    /// Whether a byte is on its way to the loop: then it will look again before it sleeps.
    var isWoken = false
    var isStopping = false
    var hasStopped = false
    var stopWaiters: [CheckedContinuation<Void, Never>] = []
    /// Parts of tasks that run here: see ``enqueue(_:)``.
    var jobs: [UnownedJob] = []
    /// Wakes the loop while it sleeps; gone when it has stopped, however long somebody holds on to it.
    var alarm: Pipe?
  }

  private let state: Lock<State>
  /// Whether something on the loop's own thread wants it to look at its channels once more before it sleeps.
  private let looksAgain = Atomic(false)
  private let thread = Atomic<UInt>(0)

  /// Starts the thread, which holds on to the loop until ``requestStop()``.
  package init(name: String) throws(SystemError) {
    state = Lock(State(alarm: try SystemCalls.pipe()))
    let thread = Thread { [self] in
      Thread.current.name = name  // a name given before the start does not get to the system on Linux
      run()
    }
    thread.start()
  }

  /// Adds a channel. Where the loop is to end, the channel is stopped instead: nobody would ever look at it.
  package func register(_ channel: any EventLoopChannel) {
    let isStopping = state.withLock { state in
      if !state.isStopping { state.channels.append(channel) }
      return state.isStopping
    }
    if isStopping { channel.stop() } else { wake() }
  }

  /// Whether the caller runs on the loop's thread.
  package var isCurrent: Bool { thread.load(ordering: .relaxed) == SystemCalls.currentThread }

  /// Makes the loop look at its channels before it sleeps again. Cheap when it is going to anyway.
  package func wake() {
    if isCurrent {
      looksAgain.store(true, ordering: .relaxed)
      return
    }
    state.withLock { state in
      guard !state.isWoken, !state.hasStopped else { return }
      state.isWoken = true
      // One byte at a time is in the pipe, so there is room.
      _ = try? state.alarm?.writer.write([0])
    }
  }

  /// Stops all channels, and ends the thread when they are gone.
  package func requestStop() {
    let channels = state.withLock { state in
      state.isStopping = true
      return state.channels
    }
    for channel in channels { channel.stop() }
    wake()
  }

  /// Waits until the thread has ended.
  package func waitUntilStopped() async {
    await withCheckedContinuation { continuation in
      let hasStopped = state.withLock { state in
        if !state.hasStopped { state.stopWaiters.append(continuation) }
        return state.hasStopped
      }
      if hasStopped { continuation.resume() }
    }
  }

  // The loop itself.

  private func run() {
    var descriptors = PollSet()
    var waiting: [any EventLoopChannel] = []
    thread.store(SystemCalls.currentThread, ordering: .relaxed)
    let alarm = state.withLock { $0.alarm?.reader.number ?? -1 }
    while true {
      // First: what they want the loop to look at is looked at in this turn, and does not begin another one.
      runJobs()
      guard let channels = channelsOfNextTurn() else { break }
      looksAgain.store(false, ordering: .relaxed)
      let now = ContinuousClock.now
      waiting.removeAll(keepingCapacity: true)
      var deadline: ContinuousClock.Instant?
      descriptors.removeAll()
      for channel in channels {
        guard let interest = channel.prepare(now: now) else {
          forget(channel)
          deadline = now  // the last channel may be what the end of the loop was waiting for
          continue
        }
        descriptors.add(interest.descriptor, read: interest.read, write: interest.write)
        waiting.append(channel)
        if let next = interest.deadline { deadline = min(deadline ?? next, next) }
      }
      if looksAgain.load(ordering: .relaxed) { continue }
      // Jobs wait until the sockets have been looked at: a task that never rests keeps nothing else from going on.
      if state.withLock({ !$0.jobs.isEmpty }) { deadline = now }
      descriptors.add(alarm, read: true, write: false)
      do throws(SystemError) {
        try descriptors.wait(deadline.map { $0 - now })
      } catch {
        continue  // only a lack of memory comes here, and the next turn tries again
      }
      if descriptors.isReadable(waiting.count) { drainWakeUps() }
      for (position, channel) in waiting.enumerated() {
        let (read, write) = (descriptors.isReadable(position), descriptors.isWritable(position))
        if read || write { channel.ready(read: read, write: write) }
      }
    }
    thread.store(0, ordering: .relaxed)  // another thread may get the number
    let (waiters, jobs) = state.withLock { state in
      state.hasStopped = true
      state.alarm = nil
      defer { state.jobs = [] }
      return (state.stopWaiters, state.jobs)
    }
    for job in jobs { globalConcurrentExecutor.enqueue(job) }
    for waiter in waiters { waiter.resume() }
  }

  private func channelsOfNextTurn() -> [any EventLoopChannel]? {
    state.withLock { $0.isStopping && $0.channels.isEmpty ? nil : $0.channels }
  }

  private func forget(_ channel: any EventLoopChannel) {
    state.withLock { state in state.channels.removeAll { $0 === channel } }
  }

  /// The byte is taken before the flag falls: whoever asks in between is served by the turn that follows.
  private func drainWakeUps() {
    state.withLock { state in
      withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { _ = try? state.alarm?.reader.read(into: $0) }
      state.isWoken = false
    }
  }
}

/// Tasks that prefer the loop run on its thread: what they wait for is handed to them without a change of threads.
extension EventLoop: TaskExecutor {
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isLate = state.withLock { state in
      if !state.hasStopped { state.jobs.append(job) }
      return state.hasStopped
    }
    if isLate {
      globalConcurrentExecutor.enqueue(job)
    } else if !isCurrent {
      wake()
    }
  }

  /// Runs what is waiting now; what that leads to waits for the next turn.
  private func runJobs() {
    let jobs = state.withLock { state in
      defer { state.jobs = [] }
      return state.jobs
    }
    for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}
