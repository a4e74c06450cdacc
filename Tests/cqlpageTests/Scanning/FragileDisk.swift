import CQLPaging

@testable import cqlpage

/// A disk for a scan, and a process at work on it that is killed when its steps are used up: between any two of them, and
/// in the middle of a write.
final class FragileDisk: RowFile, CheckpointStore {
  private(set) var bytes: [UInt8] = []
  private(set) var checkpoint: [UInt8]?
  /// How much of `bytes` survives a power failure for certain.
  private var durableCount = 0
  /// How many steps the process has left; nil for as many as it likes.
  private var stepsLeft: Int?
  private(set) var stepsTaken = 0
  private(set) var isKilled = false
  private var time = Duration.zero

  /// A new process, to be killed after so many steps.
  func start(steps: Int?) {
    (stepsLeft, stepsTaken, isKilled) = (steps, 0, false)
  }

  /// What comes after a power failure: nobody knows how much of what was not made sure of.
  ///
  /// - Parameter kept: from 0, nothing, to 1, everything.
  func loseUnsynchronized(kept: Double) {
    let unsure = bytes.count - durableCount
    bytes.removeLast(unsure - Int(Double(unsure) * kept))
  }

  /// Standard output begins anew for each process.
  func takeBytes() -> [UInt8] {
    defer { (bytes, durableCount) = ([], 0) }
    return bytes
  }

  /// Every look at the clock is a while later, so that some pages have a checkpoint behind them and some do not.
  func now() -> Duration {
    time += .milliseconds(200)
    return time
  }

  private func step() throws(OutputFailure) {
    if stepsLeft == 0 { isKilled = true }
    guard !isKilled else { throw .failed("killed") }
    if let left = stepsLeft { stepsLeft = left - 1 }
    stepsTaken += 1
  }

  // In two pieces, so that there is a middle.
  func write(_ buffer: UnsafeRawBufferPointer) throws(OutputFailure) -> Int {
    try step()
    let count = buffer.count > 1 && stepsTaken.isMultiple(of: 2) ? buffer.count / 2 : buffer.count
    bytes += buffer.prefix(count)
    return count
  }

  func synchronize() throws(OutputFailure) {
    try step()
    durableCount = bytes.count
  }

  func cut(to byteCount: Int) throws(OutputFailure) {
    try step()
    bytes.removeSubrange(min(byteCount, bytes.count)...)
    durableCount = min(durableCount, bytes.count)
  }

  func read(_ range: Range<Int>) throws(OutputFailure) -> [UInt8] { Array(bytes[range.clamped(to: 0..<bytes.count)]) }

  func replace(with bytes: [UInt8]) throws(OutputFailure) {
    try step()  // killed before the new one has the name
    checkpoint = bytes
    try step()  // and after
  }
}
