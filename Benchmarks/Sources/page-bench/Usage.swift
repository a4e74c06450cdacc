import Foundation

/// What this process has used so far.
struct Usage {
  /// Processor seconds, of user and system.
  let cpuSeconds: Double
  /// The most memory that it had, in KiB.
  let peakKiB: Int

  static var now: Usage {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      let bytesPerUnit = 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      let bytesPerUnit = 1
    #endif
    return Usage(
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakKiB: Int(usage.ru_maxrss) * bytesPerUnit / 1024)
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
