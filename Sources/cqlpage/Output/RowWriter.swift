import CQLPaging

/// A way to print rows.
protocol RowWriter {
  /// Before the rows of a page: its columns, which differ from the page before only where the table was altered.
  mutating func beginPage(_ columns: Columns, into output: inout RowOutput) throws(RowFailure)

  /// A row. A writer can hold rows back until ``endPage(into:)``.
  mutating func write(_ row: CQLRow, into output: inout RowOutput) throws(RowFailure)

  /// Behind the rows of a page, while the next one is waited for: no row is held back any longer.
  mutating func endPage(into output: inout RowOutput) throws(RowFailure)

  /// Behind the last page of a run.
  mutating func finish(into output: inout RowOutput) throws(RowFailure)

  /// What stands above all rows, and is not to be printed again by a run that goes on; nil where there is no such thing, or
  /// no page yet.
  var header: String? { get }
}

/// Why a row could not be printed.
enum RowFailure: Error {
  case output(OutputFailure)
  /// The row's bytes are no values of its columns.
  case row(CQLError)
}

extension RowWriter {
  var header: String? { nil }

  /// Prints one row with `body`; a row that fails leaves nothing behind.
  func row(
    into output: inout RowOutput, _ body: (inout [UInt8]) throws(CQLError) -> Void
  ) throws(RowFailure) {
    let mark = output.bytes.count
    do throws(CQLError) { try body(&output.bytes) } catch {
      output.dropUnfinishedRow(from: mark)
      throw .row(error)
    }
    do throws(OutputFailure) { try output.endRow() } catch { throw .output(error) }
  }
}
