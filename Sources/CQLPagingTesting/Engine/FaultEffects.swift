import CQLPaging

/// The faults that hit one request.
struct FaultEffects: Sendable {
  var kinds: [Fault.Kind] = []

  /// The first fault of which `read` makes something.
  private func first<Value>(_ read: (Fault.Kind) -> Value?) -> Value? {
    for kind in kinds { if let value = read(kind) { return value } }
    return nil
  }

  var error: (any Error)? { first { if case .error(let error) = $0 { error } else { nil } } }

  var delay: Duration {
    kinds.reduce(.zero) { sum, kind in if case .delay(let delay) = kind { sum + delay } else { sum } }
  }

  var cut: Fault.Cut? { first { if case .connectionCut(let cut) = $0 { cut } else { nil } } }
  var isVoid: Bool { first { if case .void = $0 { true } else { nil } } ?? false }
  var isUnprepared: Bool { first { if case .unprepared = $0 { true } else { nil } } ?? false }
  var isEmpty: Bool { first { if case .emptyPage = $0 { true } else { nil } } ?? false }
  var isStuck: Bool { first { if case .stuckState = $0 { true } else { nil } } ?? false }
  var endsEarly: Bool { first { if case .earlyEnd = $0 { true } else { nil } } ?? false }
  var lacksCell: Bool { first { if case .missingCell = $0 { true } else { nil } } ?? false }
  /// No more than a frame can be, and one byte: enough to be too much.
  var paddedLength: Int {
    min(first { if case .paddedTo(let bytes) = $0 { bytes } else { nil } } ?? 0, 256 << 20 + 1)
  }
  var warnings: [String] { kinds.compactMap { if case .warning(let text) = $0 { text } else { nil } } }

  /// How many rows the page has at most, where `asked` were asked for.
  func rows(asked: Int) -> Int {
    var rows = first { if case .rows(let rows) = $0 { rows } else { nil } } ?? asked
    for case .rowsAtMost(let cap) in kinds { rows = min(rows, cap) }
    return max(rows, 0)
  }

  /// The columns of `table` that are left of `selected`.
  func kept(_ selected: [Int], of table: FakeTable) -> [Int] {
    let dropped = kinds.compactMap { if case .droppedColumn(let name) = $0 { name } else { nil } }
    return dropped.isEmpty ? selected : selected.filter { !dropped.contains(table.columns[$0].name) }
  }

  func added(to table: FakeTable) -> [Column] {
    kinds.compactMap {
      guard case .addedColumn(let name, let type) = $0 else { return nil }
      return Column(keyspace: table.keyspace, table: table.name, name: name, type: type)
    }
  }
}
