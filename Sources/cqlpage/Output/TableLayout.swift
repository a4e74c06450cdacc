import CQLPaging

/// Where the columns of a table stand.
struct TableLayout {
  private struct Slot {
    var name: String
    var width: Int
    let alignsRight: Bool
  }

  private var slots: [Slot]
  /// Columns at the right that the terminal has no room for.
  private var hiddenColumns = 0

  /// No column is wider, whatever it holds, where no terminal sets a bound.
  private static let widestCell = 100
  /// Columns are not squeezed below this; then the last ones are left out.
  private static let narrowestCell = 8
  private static let separatorWidth = 3

  /// - Parameters:
  ///   - rows: the rows to measure.
  ///   - width: columns of the terminal; nil where there is none.
  init(columns: Columns, rows: [[String]], width: Int?) {
    slots = columns.enumerated().map { index, column in
      let name = TerminalText.harmless(column.name)
      let widest = rows.reduce(TerminalText.width(name)) { max($0, TerminalText.width($1[index])) }
      return Slot(name: name, width: max(min(widest, width ?? Self.widestCell), 1), alignsRight: column.type.isNumber)
    }
    if let width { fit(max(width, 1)) }
  }

  private func lineWidth(_ slots: some Collection<Slot>) -> Int {
    slots.reduce(0) { $0 + $1.width } + Self.separatorWidth * max(slots.count - 1, 0)
  }

  /// Takes from the widest columns first, then leaves columns out.
  private mutating func fit(_ width: Int) {
    var excess = lineWidth(slots) - width
    while excess > 0, let widest = slots.indices.max(by: { slots[$0].width < slots[$1].width }),
      slots[widest].width > Self.narrowestCell
    {
      slots[widest].width -= 1
      excess -= 1
    }
    let count = slots.count
    let ellipsis = Self.separatorWidth + 1
    while slots.count > 1, lineWidth(slots) + (slots.count < count ? ellipsis : 0) > width { slots.removeLast() }
    hiddenColumns = count - slots.count
    if slots.count == 1, hiddenColumns == 0 { slots[0].width = min(slots[0].width, width) }
  }

  func appendHeader(to bytes: inout [UInt8]) {
    guard !slots.isEmpty else { return }
    appendRow(slots.map(\.name), to: &bytes)
    for (index, slot) in slots.enumerated() {
      if index > 0 { bytes += "-+-".utf8 }
      bytes += repeatElement(UInt8(ascii: "-"), count: slot.width)
    }
    if hiddenColumns > 0 { bytes += "-+--".utf8 }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A line of cells, each cut to its column's width.
  func appendRow(_ cells: [String], to bytes: inout [UInt8]) {
    for (index, slot) in slots.enumerated() {
      if index > 0 { bytes += " | ".utf8 }
      let text = TerminalText.cut(cells[index], to: slot.width)
      let padding = repeatElement(UInt8(ascii: " "), count: slot.width - TerminalText.width(text))
      if slot.alignsRight { bytes += padding }
      bytes += text.utf8
      // Nothing is padded at a line's end.
      if !slot.alignsRight, index < slots.count - 1 || hiddenColumns > 0 { bytes += padding }
    }
    if hiddenColumns > 0 { bytes += " | …".utf8 }
    bytes.append(UInt8(ascii: "\n"))
  }
}
