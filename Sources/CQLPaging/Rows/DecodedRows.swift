/// A result row by row, each row read as an `Element` as it comes: what `decode` makes of ``PagedRows``.
///
/// ```swift
/// for try await (id, name) in session.rows(of: "SELECT id, name FROM app.users").decode(as: (UUID, String).self) { … }
/// ```
///
/// Pages are asked for, and errors thrown, as by ``PagedRows``. A row that cannot be read throws ``CQLError``; it counts
/// as read, and the iteration can go on behind it.
public struct DecodedRows<Source: PageSource, Element>: AsyncSequence, Sendable where Source.Rows == CQLRows {
  public typealias Failure = any Error

  /// Reads a row: through a cursor at its first cell, or from its page, which the iteration keeps alive.
  @usableFromInline typealias Decoder = (inout CellCursor, Unmanaged<CQLRows.Storage>) throws(CQLError) -> Element

  @usableFromInline let rows: PagedRows<Source>
  /// A decoder for each iteration, so that it can remember things from row to row.
  @usableFromInline let makeDecoder: @Sendable () -> Decoder

  @inlinable
  init(_ rows: PagedRows<Source>, makeDecoder: @escaping @Sendable () -> Decoder) {
    self.rows = rows
    self.makeDecoder = makeDecoder
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(rows: rows.makeAsyncIterator(), decoder: makeDecoder())
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var rows: PagedRows<Source>.AsyncIterator
    @usableFromInline let decoder: Decoder

    @inlinable
    init(rows: PagedRows<Source>.AsyncIterator, decoder: @escaping Decoder) {
      self.rows = rows
      self.decoder = decoder
    }

    /// The next row's value, or nil behind the last one.
    ///
    /// - Throws: what ``PagedRows/AsyncIterator/next(isolation:)`` throws; ``CQLError`` for a row that cannot be read.
    @inlinable
    public nonisolated(nonsending) mutating func next(isolation _: (any Actor)? = #isolation) async throws -> Element? {
      // As `rows.next` does; a call of that would cost more than the row.
      if rows.rowsRead == rows.rowsInPage { guard try await rows.advanceToNextPage() else { return nil } }
      return try rows.decodeNextOfPage(decoder)
    }

    /// Behind the last row that was handed out: see ``PagedRows/AsyncIterator/cursor``.
    public var cursor: Cursor? { rows.cursor }

    /// What has been received and handed out so far.
    public var summary: ScanSummary { rows.summary }
  }
}

extension DecodedRows: CustomStringConvertible {
  public var description: String { rows.description }
}

extension PagedRows where Source.Rows == CQLRows {
  /// Each row as a tuple, in the order of its columns: `CQLRow.decode(as:)`.
  @inlinable
  public func decode<each Value: CQLDecodable>(
    as _: (repeat each Value).Type
  ) -> DecodedRows<Source, (repeat each Value)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (repeat each Value).self) }
  }

  /// Each row through a closure that reads its cells one after the other.
  ///
  /// ```swift
  /// rows.decode { cells throws(CQLError) in User(id: try cells.decode(), name: try cells.decode()) }
  /// ```
  ///
  /// What the closure throws ends the step, not the iteration: the next one reads the row behind.
  @inlinable
  public func decode<Value>(
    _ body: @escaping @Sendable (inout CellCursor) throws(CQLError) -> Value
  ) -> DecodedRows<Source, Value> {
    DecodedRows(self, makeDecoder: { { cursor, _ throws(CQLError) in try body(&cursor) } })
  }
}

extension PagedRows.AsyncIterator where Source.Rows == CQLRows {
  /// Reads the next row of the page at hand, which has one.
  @inlinable
  mutating func decodeNextOfPage<Value>(
    _ decoder: DecodedRows<Source, Value>.Decoder
  ) throws(CQLError) -> Value? {
    rowsRead &+= 1
    return try rows?.decodeNext(decoder)
  }
}
