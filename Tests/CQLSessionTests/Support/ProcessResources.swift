import Foundation

/// What this process holds, where the system tells (Linux).
///
/// Other tests run at the same time, so tests repeat what might leak until a leak would stand out.
enum ProcessResources {
  static var descriptors: Int? { count("/proc/self/fd") }

  static var threads: Int? { count("/proc/self/task") }

  /// The most that this process ever had in memory.
  static var peakResidentBytes: Int? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  /// Whether a sanitizer is at work, which takes memory for itself.
  static var isSanitized: Bool {
    ["__asan_init", "__tsan_init"].contains { (name: String) in dlsym(nil, name) != nil }
  }

  private static func count(_ path: String) -> Int? {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.count
  }
}
