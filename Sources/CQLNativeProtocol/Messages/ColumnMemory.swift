import CQLPaging

/// The columns that came last. The pages of a scan all say the same ones: they share them, and nothing is made again.
package final class ColumnMemory: Sendable {
  private struct Known {
    let count: Int
    let flags: MetadataFlags
    let bytes: [UInt8]
    let columns: Columns
  }

  /// What a server sends shall not stay in memory for long if it is large.
  private static let limit = 64 * 1024

  private let last = Lock<Known?>(nil)

  package init() {}

  /// The columns whose bytes `unread` begins with, and how many those are; nil where they are not known.
  func columns(_ count: Int, flags: MetadataFlags, in unread: UnsafeRawBufferPointer) -> (Columns, length: Int)? {
    last.withLock { known in
      guard let known, known.count == count, known.flags == flags, unread.starts(with: known.bytes) else { return nil }
      return (known.columns, known.bytes.count)
    }
  }

  func remember(_ columns: Columns, flags: MetadataFlags, read bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= Self.limit else { return }
    let known = Known(count: columns.count, flags: flags, bytes: Array(bytes), columns: columns)
    last.withLock { $0 = known }
  }
}
