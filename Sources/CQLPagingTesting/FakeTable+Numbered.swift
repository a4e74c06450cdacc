import CQLPaging

extension FakeTable {
  /// `test.numbers (part int, number int, name text, PRIMARY KEY (part, number))`: one partition of `rows` rows, whose
  /// `number` counts from 0, in this order. For tests that want rows which are easy to check.
  public static func numbered(rows: Int) -> FakeTable {
    numbered("test.numbers", partitions: 1, rowsInEach: rows)
  }

  /// The same columns under another name, with several partitions, which come in the order of their tokens.
  ///
  /// - Parameters:
  ///   - name: `keyspace.table`.
  ///   - partitions: how many partitions there are; `part` counts them from 0. No more than 2^31-1 rows in all.
  ///   - rowsInEach: how many rows each has; `number` counts them from 0 in each.
  public static func numbered(_ name: String, partitions: Int, rowsInEach: Int) -> FakeTable {
    let columns: [Column] = [.partitionKey("part", .int), .clustering("number", .int), .regular("name", .text)]
    // Columns of type int hold no higher numbers.
    let rows = min(max(rowsInEach, 0), Int(Int32.max))
    let partitions = min(max(partitions, 0), Int(Int32.max) / max(rows, 1))
    do throws(CQLError) {
      return try FakeTable(
        name, columns: columns, rowCount: partitions * rows, isOnePartition: partitions == 1,
        row: { row in
          let (part, number) = row.quotientAndRemainder(dividingBy: rows)
          return [part, number, "row \(number)"]
        },
        key: { row in [row / rows] })
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
