import Dispatch
import Synchronization

/// An actor's executor that counts what it is given to do: each return to the actor is a job.
final class CountingExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "counting executor")
  private let jobs = Atomic(0)

  var jobCount: Int { jobs.load(ordering: .sequentiallyConsistent) }

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.add(1, ordering: .sequentiallyConsistent)
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
