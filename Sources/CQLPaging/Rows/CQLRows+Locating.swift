// Every row of a page is located before the first is handed out: no row comes from a page that turns out to be cut.

extension CQLRows.Storage {
  /// Notes where each row begins; false where one does not fit into the page, which ``truncated(from:)`` explains.
  func locateRows(from start: Int) -> Bool {
    withUnsafeTemporaryAllocation(of: UsualLength.self, capacity: max(columnCount, 1)) { usual in
      for (index, column) in columns.enumerated() { usual.initializeElement(at: index, to: UsualLength(column.type)) }
      let sample = min(rowCount, Self.sampledRows)
      guard let end = locateRows(0..<sample, from: start, usual) else { return false }
      if rowCount > sample { learnLengths(ofRows: sample, usual) }
      return locateRows(sample..<rowCount, from: end, usual) != nil
    }
  }

  /// Notes where these rows begin.
  ///
  /// - Returns: where the last one ends; nil where one does not fit.
  private func locateRows(
    _ rows: Range<Int>, from start: Int, _ usual: UnsafeMutableBufferPointer<UsualLength>
  ) -> Int? {
    var offset = start
    let lastLength = buffer.count - 4
    for row in rows {
      (offsets + row).initialize(to: UInt32(truncatingIfNeeded: offset))
      for column in 0..<columnCount {
        // Also true where the cell before reaches behind the page; the last one's turn comes below.
        guard offset <= lastLength else { return nil }
        let length = (base + offset).loadUnaligned(as: UInt32.self)
        // Guessed right, the next cell's place does not wait for this cell's bytes.
        if length == usual[column].bigEndian {
          offset &+= 4 &+ Int(usual[column].bytes)
        } else {
          offset &+= 4 &+ bytes(ofLength: length)
        }
      }
      guard offset <= buffer.count else { return nil }
    }
    return offset
  }

  /// From how many rows lengths are learnt: that so many are alike by accident is rare.
  private static let sampledRows = 4

  /// Takes the length that a column has in all of the first rows for its usual one: texts and blobs are often all of one.
  private func learnLengths(ofRows count: Int, _ usual: UnsafeMutableBufferPointer<UsualLength>) {
    for row in 0..<count {
      var offset = Int(offsets[row])
      for column in 0..<columnCount {
        let length = (base + offset).loadUnaligned(as: UInt32.self)
        offset += 4 + bytes(ofLength: length)
        if row == 0 {
          usual[column] = UsualLength(bigEndian: length, bytes: UInt32(bytes(ofLength: length)))
        } else if usual[column].bigEndian != length {
          usual[column] = UsualLength(columns[column].type)
        }
      }
    }
  }

  /// How many bytes a cell has, by its length on the wire.
  @inline(__always)
  private func bytes(ofLength bigEndian: UInt32) -> Int { max(Int(Int32(bitPattern: UInt32(bigEndian: bigEndian))), 0) }

  /// The error for the first cell that does not fit.
  func truncated(from start: Int) -> CQLError {
    var offset = start
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        guard buffer.count - offset >= 4 else { return truncated(row, column, offset, needs: 4) }
        let length = Int(Int32(bigEndian: (base + offset).loadUnaligned(as: Int32.self)))
        offset += 4
        guard length <= buffer.count - offset else { return truncated(row, column, offset, needs: length) }
        offset += max(length, 0)
      }
    }
    return CQLError(.malformedFrame, "\(rowCount) rows end at byte \(offset) of \(buffer.count)")
  }

  private func truncated(_ row: Int, _ column: Int, _ offset: Int, needs: Int) -> CQLError {
    CQLError(
      .malformedFrame,
      "row \(row) of \(rowCount), column \"\(columns[column].name)\", at byte \(offset) of \(buffer.count): "
        + "needs \(needs) bytes, \(buffer.count - offset) are left")
  }
}

/// The length that most cells of a column have, as it is on the wire and as a number of bytes.
private struct UsualLength {
  let bigEndian: UInt32
  let bytes: UInt32

  init(bigEndian: UInt32, bytes: UInt32) {
    self.bigEndian = bigEndian
    self.bytes = bytes
  }

  /// The type's length where it has one, else that of null.
  init(_ type: CQLType) {
    let length: Int32 =
      switch type.kind {
      case .boolean, .tinyint: 1
      case .smallint: 2
      case .int, .float, .date: 4
      case .bigint, .counter, .double, .time, .timestamp: 8
      case .uuid, .timeuuid: 16
      default: -1
      }
    bigEndian = UInt32(bitPattern: length).bigEndian
    bytes = UInt32(max(length, 0))
  }
}
