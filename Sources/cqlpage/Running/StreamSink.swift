/// Standard output, or a pipe or device that was opened in its place. A reader that takes nothing stops the paging; one
/// that is gone ends it.
struct StreamSink: ByteSink {
  let wakeUp: WakeUp
  /// nil: standard output.
  var file: OpenFile?

  /// What a pipe that has room at all takes without making the writer wait.
  private static let piece = 4096

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) -> Int {
    guard let file else { return try write(bytes, to: SystemCalls.standardOutput) }
    return try file.withDescriptor { descriptor throws(OutputFailure) in try write(bytes, to: descriptor) }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(OutputFailure) -> Int {
    guard SystemCalls.waitUntilWritable(descriptor, or: wakeUp.descriptor) else { throw .interrupted }
    let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.piece))
    switch SystemCalls.writeSome(piece, to: descriptor) {
    case .bytes(let count): return count
    case .closed: throw .readerGone
    case .failed(let reason): throw .failed("\(file.map { "--out \($0.path)" } ?? "standard output"): \(reason)")
    }
  }
}
