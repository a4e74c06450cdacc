import CQLPaging

/// Cuts one page out of the rows that a SELECT asks for.
///
/// The rules are those of Apache Cassandra 3.11 to 6.0: a full page says "more" even where nothing follows, a LIMIT that
/// is used up says "end", and a position is ignored where LIMIT is not above the page size.
struct PageMaker {
  let plan: SelectPlan
  let selection: RowSelection
  let effects: FaultEffects
  let minimumStateLength: Int

  /// - Parameters:
  ///   - position: where the page begins, and the statement it belongs to.
  ///   - size: how many rows were asked for; nil is all of them.
  func page(from position: FakePosition, size: Int?) throws(CQLError) -> FakeRows {
    let columns = effects.kept(plan.selected, of: plan.table)
    let added = effects.added(to: plan.table)
    var page = FakeRows(columns: columns.map(plan.table.described) + added, warnings: effects.warnings)
    var next = position
    next.page = position.page &+ 1
    next.isFromFault = isLimitWithin(size)

    if size != nil, effects.isStuck || effects.isEmpty {
      page.state = (effects.isStuck ? position : next).bytes(minimumLength: minimumStateLength)
      page.end = position.place
    } else {
      let capacity = size.map(effects.rows(asked:)) ?? .max
      let wanted = min(capacity, position.remaining ?? .max)
      (page.rowCount, page.content) = try rows(wanted, of: columns, nulls: added.count, place: &next.place)
      next.remaining = position.remaining.map { $0 - page.rowCount }
      if page.rowCount == wanted { page.end = next.place }
      if page.rowCount == capacity, next.remaining != 0, !effects.endsEarly {
        page.state = next.bytes(minimumLength: minimumStateLength)
      }
    }
    let padding = effects.paddedLength - page.content.count
    if padding > 0 { page.content += [UInt8](repeating: 0, count: padding) }
    return page
  }

  /// Whether the statement's LIMIT is not above the page size: then a server takes no position.
  func isLimitWithin(_ size: Int?) -> Bool {
    guard let limit = selection.limit, let size else { return false }
    return limit <= size
  }

  private func rows(
    _ wanted: Int, of columns: [Int], nulls: Int, place: inout Int
  ) throws(CQLError) -> (count: Int, content: [UInt8]) {
    var writer = CellWriter()
    var count = 0
    while count < wanted, let next = try selection.nextRow(from: place) {
      // A cell is missing at the end of the page, so it is left out where the page's last row may be.
      try plan.table.write(next.row, columns: columns, into: &writer)
      for _ in 0..<nulls { writer.write(Int32(-1)) }
      place = next.place + 1
      count += 1
    }
    guard effects.lacksCell, count > 0 else { return (count, writer.bytes) }
    return (count, Self.withoutLastCell(writer.bytes))
  }

  private static func withoutLastCell(_ content: [UInt8]) -> [UInt8] {
    var start = 0
    var offset = 0
    while offset < content.count {
      start = offset
      let length = content[offset..<offset + 4].reduce(0) { $0 << 8 | Int32($1) }
      offset += 4 + max(Int(length), 0)
    }
    return Array(content[..<start])
  }
}
