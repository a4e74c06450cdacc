/// The rows of one page: a collection over the page's bytes, in which no row exists before it is asked for.
///
/// Rows are values. They keep their page's bytes alive and stay what they were when the iteration goes on; to keep a few
/// rows of many for long, decode them.
public struct CQLRows: RandomAccessCollection, Sendable {
  @usableFromInline let storage: Storage

  package init(storage: Storage) { self.storage = storage }

  /// The columns of every row.
  public var columns: Columns { storage.columns }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { storage.rowCount }

  @inlinable
  public subscript(position: Int) -> CQLRow {
    precondition(position >= 0 && position < storage.rowCount, "row index out of range")
    return CQLRow(storage: storage, offset: storage.offsets[position])
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(storage) }

  /// Hands out the rows from the first to the last.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let storage: Storage
    @usableFromInline var position = 0

    @inlinable
    init(_ storage: Storage) { self.storage = storage }

    @inlinable
    public mutating func next() -> CQLRow? {
      guard position < storage.rowCount else { return nil }
      defer { position &+= 1 }
      return CQLRow(storage: storage, offset: storage.offsets[position])
    }

    /// Reads the next row without making one, which would cost a reference; nil behind the last one.
    @inlinable
    mutating func decodeNext<Decoder: RowDecoder>(_ decoder: inout Decoder) throws(CQLError) -> Decoder.Value? {
      guard position < storage.rowCount else { return nil }
      var cursor = storage.cursor(at: storage.offsets[position])
      position &+= 1
      return try decoder.decode(&cursor)
    }
  }
}

extension CQLRows {
  /// A checked page: where each row begins, and what its columns are.
  ///
  /// `@unchecked Sendable`: the pointers are what the compiler cannot follow. Everything is fixed and filled in `init`
  /// and given back in `deinit`.
  @usableFromInline
  package final class Storage: @unchecked Sendable {
    @usableFromInline let buffer: PageBuffer
    let columns: Columns
    @usableFromInline let columnStorage: Columns.Storage
    @usableFromInline let rowCount: Int
    @usableFromInline let columnCount: Int
    @usableFromInline let base: UnsafeRawPointer
    @usableFromInline let offsets: UnsafeMutablePointer<UInt32>
    /// ``CQLType/Kind/byte`` of each column.
    @usableFromInline let kinds: UnsafeMutablePointer<UInt8>

    /// Checks that exactly `rowCount` rows of these columns stand in `buffer` from `start` on.
    ///
    /// Bytes behind the last row are ignored, as v4 tells clients to.
    ///
    /// - Throws: `.malformedFrame` with the place of the first cell that does not fit.
    package init(buffer: PageBuffer, start: Int, rowCount: Int, columns: Columns) throws(CQLError) {
      let columnCount = columns.count
      let room = buffer.count - start
      // Every cell has a length of 4 bytes, so a count that the bytes cannot hold is found before anything is allocated.
      guard rowCount >= 0, rowCount == 0 || (columnCount > 0 && rowCount <= room / (4 * columnCount)) else {
        throw CQLError(
          .malformedFrame,
          "\(rowCount) rows of \(columnCount) columns announced at byte \(start), \(Swift.max(room, 0)) bytes left")
      }
      self.buffer = buffer
      self.columns = columns
      columnStorage = columns.storage
      self.rowCount = rowCount
      self.columnCount = columnCount
      base = UnsafeRawPointer(buffer.base)
      offsets = .allocate(capacity: Swift.max(rowCount, 1))
      kinds = .allocate(capacity: Swift.max(columnCount, 1))
      for (index, column) in columns.enumerated() { (kinds + index).initialize(to: column.type.kind.byte) }
      guard locateRows(from: start) else { throw truncated(from: start) }
    }

    /// No rows of no columns.
    static let none = Storage()

    private init() {
      buffer = PageBuffer(uninitializedCount: 0)
      columns = Columns([])
      columnStorage = columns.storage
      rowCount = 0
      columnCount = 0
      base = UnsafeRawPointer(buffer.base)
      offsets = .allocate(capacity: 1)
      kinds = .allocate(capacity: 1)
    }

    deinit {
      offsets.deallocate()
      kinds.deallocate()
    }

    /// A cursor at a row's first cell; the storage must be kept alive while it is used.
    @inlinable
    func cursor(at offset: UInt32) -> CellCursor { cursor(at: base + Int(offset)) }

    @inlinable
    func cursor(at position: UnsafeRawPointer) -> CellCursor {
      CellCursor(
        position: position, columnCount: columnCount, kinds: UnsafePointer(kinds),
        page: Unmanaged.passUnretained(self))
    }
  }
}

extension CQLRows: CustomStringConvertible {
  /// How many rows, not what they hold.
  public var description: String { "\(count) rows of \(columns)" }
}

extension CQLRows {
  /// No rows of no columns: the result of a statement that has none.
  public static var none: CQLRows { CQLRows(storage: .none) }
}
