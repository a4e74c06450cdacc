/// Where bytes go in the end: standard output, or an array in tests.
protocol ByteSink {
  /// Writes some of the bytes, waiting until the other side takes them.
  ///
  /// - Returns: how many were taken, at least one.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) -> Int
}

/// Why no more can be written.
enum OutputFailure: Error, Equatable {
  /// Nobody reads any more: `head` has seen enough.
  case readerGone
  /// The task was cancelled while the other side took nothing.
  case interrupted
  /// Where, and what the operating system says: a full disk.
  case failed(String)
}

/// Rows on their way out: bytes are gathered and handed to a sink in large pieces, and each row's end is remembered, so
/// that it is known at every moment how many rows have left as a whole.
struct RowOutput {
  private var sink: any ByteSink
  /// Bytes of whole rows, then of the row that is being written.
  var bytes: [UInt8] = []
  /// Behind each whole row in ``bytes``.
  private var rowEnds: [Int] = []
  /// Rows whose last byte the sink has taken.
  private(set) var rowsWritten = 0
  /// Bytes that the sink has taken.
  private(set) var bytesWritten = 0

  /// So much is gathered before it is written without being asked.
  static let flushSize = 65_536

  init(sink: any ByteSink) { self.sink = sink }

  /// The row that is being written is whole.
  mutating func endRow() throws(OutputFailure) {
    rowEnds.append(bytes.count)
    if bytes.count >= Self.flushSize { try flush() }
  }

  /// Forgets the row that is being written.
  mutating func dropUnfinishedRow(from mark: Int) {
    bytes.removeSubrange(min(mark, bytes.count)...)
  }

  /// Hands everything to the sink.
  mutating func flush() throws(OutputFailure) {
    var taken = 0
    var failure: OutputFailure?
    bytes.withUnsafeBytes { buffer in
      while taken < buffer.count {
        do throws(OutputFailure) { taken += try sink.write(UnsafeRawBufferPointer(rebasing: buffer[taken...])) } catch {
          failure = error
          return
        }
      }
    }
    bytesWritten += taken
    rowsWritten += rowEnds.count { $0 <= taken }
    bytes.removeAll(keepingCapacity: true)
    rowEnds.removeAll(keepingCapacity: true)
    if let failure { throw failure }
  }
}
