/// A result row by row, each row read as a value as it comes: what `decode` makes of ``PagedRows``.
///
/// ```swift
/// for try await (id, name) in session.rows(of: "SELECT id, name FROM app.users").decode(as: (UUID, String).self) { … }
/// ```
///
/// Pages are asked for, and errors thrown, as by ``PagedRows``. A row that cannot be read throws ``CQLError``; it counts
/// as read, and the iteration can go on behind it.
public struct DecodedRows<Source: PageSource, Decoder: RowDecoder>: AsyncSequence, Sendable
where Source.Rows == CQLRows {
  public typealias Element = Decoder.Value
  public typealias Failure = any Error

  @usableFromInline let rows: PagedRows<Source>
  /// Each iteration has a copy of its own, which can remember things from row to row.
  @usableFromInline let decoder: Decoder

  @inlinable
  init(_ rows: PagedRows<Source>, _ decoder: Decoder) {
    self.rows = rows
    self.decoder = decoder
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rows: rows.makeAsyncIterator(), decoder: decoder) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var rows: PagedRows<Source>.AsyncIterator
    @usableFromInline var decoder: Decoder

    @inlinable
    init(rows: PagedRows<Source>.AsyncIterator, decoder: Decoder) {
      self.rows = rows
      self.decoder = decoder
    }

    /// The next row's value, or nil behind the last one.
    ///
    /// - Throws: what ``PagedRows/AsyncIterator/next(isolation:)`` throws; ``CQLError`` for a row that cannot be read.
    @inlinable
    public nonisolated(nonsending) mutating func next(
      isolation _: (any Actor)? = #isolation
    ) async throws -> Decoder.Value? {
      // As `rows.next` does; a call of that would cost more than the row.
      if rows.rowsRead == rows.rowsInPage {
        decoder.pageEnded()
        guard try await rows.advanceToNextPage() else { return nil }
      }
      return try rows.decodeNextOfPage(&decoder)
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

/// Makes a value of a row: what tells one ``DecodedRows`` from another. A type of its own for each way, and no closure, so
/// that the compiler sees in a loop over the rows how they are read.
///
/// ```swift
/// struct NameLength: RowDecoder {
///   func decode(_ cells: inout CellCursor) throws(CQLError) -> (UUID, Int) {
///     (try cells.decode(), try cells.withText { $0.count })
///   }
/// }
/// for try await (id, length) in session.rows(of: "SELECT id, name FROM app.users").decode(with: NameLength()) { … }
/// ```
public protocol RowDecoder<Value>: Sendable {
  /// What a row becomes.
  associatedtype Value

  /// Reads a row from its first cell on.
  ///
  /// - Throws: ``CQLError`` for a row that cannot be read so.
  mutating func decode(_ cells: inout CellCursor) throws(CQLError) -> Value

  /// Called whenever a page is waited for, and behind the last one: what a decoder keeps of a page is to be let go. There may
  /// have been none. The default does nothing, as fits decoders that keep values alone.
  mutating func pageEnded()
}

extension RowDecoder {
  @inlinable
  public mutating func pageEnded() {}
}

/// Read rows as tuples of 1 to 20 values, each length with a decoder of its own.
public enum TupleDecoders {}

/// Reads rows through a closure.
public struct ClosureDecoder<Value>: RowDecoder {
  @usableFromInline let body: @Sendable (inout CellCursor) throws(CQLError) -> Value

  @inlinable
  init(_ body: @escaping @Sendable (inout CellCursor) throws(CQLError) -> Value) { self.body = body }

  @inlinable
  public func decode(_ cells: inout CellCursor) throws(CQLError) -> Value { try body(&cells) }
}

extension PagedRows where Source.Rows == CQLRows {
  /// Each row as a tuple, in the order of its columns: `CQLRow.decode(as:)`.
  @inlinable
  public func decode<each Value: CQLDecodable>(
    as _: (repeat each Value).Type
  ) -> DecodedRows<Source, ClosureDecoder<(repeat each Value)>> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (repeat each Value).self) }
  }

  /// Each row as a decoder of yours reads it: as fast as a loop by hand. Each iteration has a copy of the decoder.
  @inlinable
  public func decode<Decoder: RowDecoder>(with decoder: Decoder) -> DecodedRows<Source, Decoder> {
    DecodedRows(self, decoder)
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
  ) -> DecodedRows<Source, ClosureDecoder<Value>> {
    DecodedRows(self, ClosureDecoder(body))
  }
}

extension PagedRows.AsyncIterator where Source.Rows == CQLRows {
  /// Reads the next row of the page at hand, which has one.
  @inlinable
  mutating func decodeNextOfPage<Decoder: RowDecoder>(_ decoder: inout Decoder) throws(CQLError) -> Decoder.Value? {
    rowsRead &+= 1
    return try rows?.decodeNext(&decoder)
  }
}
