import Foundation

/// What this process holds, where the system tells (Linux).
///
/// Other tests run at the same time, so tests repeat what might leak until a leak would stand out.
enum ProcessResources {
  static var descriptors: Int? { count("/proc/self/fd") }

  static var threads: Int? { count("/proc/self/task") }

  private static func count(_ path: String) -> Int? {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.count
  }
}
