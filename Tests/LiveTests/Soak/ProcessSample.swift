import Foundation

/// What this process holds at a moment, as Linux tells it.
struct ProcessSample: Sendable, CustomStringConvertible {
  let descriptors: Int
  let threads: Int
  /// Those of the threads that are event loops of sessions.
  let loops: Int
  let residentKiB: Int
  /// Of that, what the program has allocated and not freed. The rest is what the allocator keeps for later, and code.
  let heapKiB: Int

  static func take() throws -> ProcessSample {
    let files = FileManager.default
    let threads = try files.contentsOfDirectory(atPath: "/proc/self/task")
    let names = threads.map { try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8) }
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return ProcessSample(
      // The listing holds a descriptor itself.
      descriptors: try files.contentsOfDirectory(atPath: "/proc/self/fd").count - 1,
      threads: threads.count, loops: names.count { $0 == "CQLSession\n" },
      residentKiB: (Int(pages[1]) ?? 0) * (sysconf(Int32(_SC_PAGESIZE)) / 1024), heapKiB: heapBytes / 1024)
  }

  /// What glibc's `malloc_info` says; it is looked up because no Swift module has it. 0 where it is not there.
  private static var heapBytes: Int {
    typealias Info = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32
    guard let symbol = dlsym(nil, "malloc_info") else { return 0 }
    var text: UnsafeMutablePointer<CChar>?
    var count = 0
    guard let file = open_memstream(&text, &count) else { return 0 }
    _ = unsafeBitCast(symbol, to: Info.self)(0, file)
    fclose(file)
    defer { free(text) }
    guard let report = text.map({ String(cString: $0) }), let totals = report.range(of: "</heap>", options: .backwards)
    else { return 0 }
    // Behind the last arena come the sums of all: what is free in small and other pieces, and what the system gave.
    func size(_ kind: String) -> Int {
      guard let line = report[totals.upperBound...].split(separator: "\n").first(where: { $0.contains(kind) }) else {
        return 0
      }
      return line.components(separatedBy: "size=\"").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
    }
    return size("<system type=\"current\"") - size("type=\"fast\"") - size("type=\"rest\"") + size("type=\"mmap\"")
  }

  /// What the descriptors lead to, and how many to each kind of file; where they lead, for files that are no sockets.
  static var openFiles: [String: Int] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let files = numbers.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
    return files.reduce(into: [:]) { $0[$1.hasPrefix("/") ? $1 : String($1.prefix { $0 != "[" }), default: 0] += 1 }
  }

  /// The middle one of each figure.
  static func median(_ samples: some Collection<ProcessSample>) -> ProcessSample {
    func middle(_ figure: (ProcessSample) -> Int) -> Int {
      samples.map(figure).sorted().dropFirst(samples.count / 2).first ?? 0
    }
    return ProcessSample(
      descriptors: middle(\.descriptors), threads: middle(\.threads), loops: middle(\.loops),
      residentKiB: middle(\.residentKiB), heapKiB: middle(\.heapKiB))
  }

  /// In short, in the order of the description, without the event loops.
  var figures: String { "\(descriptors) \(threads) \(residentKiB) \(heapKiB)" }

  var description: String {
    "\(descriptors) descriptors, \(threads) threads (\(loops) event loops), \(residentKiB) KiB resident, \(heapKiB) KiB in use"
  }
}

/// The testing library takes down where each error was thrown, also of those that are caught, and keeps it until the
/// test has ended: in an hour of failures this would grow and grow.
enum ThrownErrors {
  /// From here on nothing is taken down. Where Swift's runtime has no such handlers, nothing happens.
  static func forget() {
    typealias SetHandler = @convention(c) (UnsafeRawPointer?) -> Void
    if let symbol = dlsym(nil, "_swift_setWillThrowHandler") { unsafeBitCast(symbol, to: SetHandler.self)(nil) }
    dlsym(nil, "_swift_willThrowTypedImpl")?.assumingMemoryBound(to: UnsafeRawPointer?.self).pointee = nil
  }
}
