// Written by Scripts/generate-tuples.py; change that and run it again.

import CQLPaging

/// A way to read rows as tuples of one length; what was read is a list here.
struct TupleShape: Sendable {
  let count: Int
  let row: @Sendable (CQLRow) throws -> [Int]
  let rows: @Sendable (PagedRows<WideRows>) async throws -> [[Int]]

  static let all: [TupleShape] = [
    TupleShape(
      count: 1, row: { row in list(try row.decode(as: (Int).self)) },
      rows: { rows in try await rows.decode(as: (Int).self).reduce(into: []) { $0.append(list($1)) } }),
    TupleShape(
      count: 2, row: { row in list(try row.decode(as: (Int, Int).self)) },
      rows: { rows in try await rows.decode(as: (Int, Int).self).reduce(into: []) { $0.append(list($1)) } }),
    TupleShape(
      count: 3, row: { row in list(try row.decode(as: (Int, Int, Int).self)) },
      rows: { rows in try await rows.decode(as: (Int, Int, Int).self).reduce(into: []) { $0.append(list($1)) } }),
    TupleShape(
      count: 4, row: { row in list(try row.decode(as: (Int, Int, Int, Int).self)) },
      rows: { rows in try await rows.decode(as: (Int, Int, Int, Int).self).reduce(into: []) { $0.append(list($1)) } }),
    TupleShape(
      count: 5, row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int).self)) },
      rows: { rows in try await rows.decode(as: (Int, Int, Int, Int, Int).self).reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 6, row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int).self).reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 7, row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int).self).reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 8, row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int).self).reduce(into: []) {
          $0.append(list($1))
        }
      }),
    TupleShape(
      count: 9, row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int).self).reduce(into: []) {
          $0.append(list($1))
        }
      }),
    TupleShape(
      count: 10, row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self).reduce(into: []) {
          $0.append(list($1))
        }
      }),
    TupleShape(
      count: 11, row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self).reduce(into: []) {
          $0.append(list($1))
        }
      }),
    TupleShape(
      count: 12,
      row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self).reduce(into: []) {
          $0.append(list($1))
        }
      }),
    TupleShape(
      count: 13,
      row: { row in list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)) },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self).reduce(
          into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 14,
      row: { row in
        list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self))
      },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self).reduce(
          into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 15,
      row: { row in
        list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self))
      },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)
          .reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 16,
      row: { row in
        list(try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self))
      },
      rows: { rows in
        try await rows.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)
          .reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 17,
      row: { row in
        list(
          try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)
        )
      },
      rows: { rows in
        try await rows.decode(
          as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self
        ).reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 18,
      row: { row in
        list(
          try row.decode(
            as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self))
      },
      rows: { rows in
        try await rows.decode(
          as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self
        ).reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 19,
      row: { row in
        list(
          try row.decode(
            as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self))
      },
      rows: { rows in
        try await rows.decode(
          as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self
        ).reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 20,
      row: { row in
        list(
          try row.decode(
            as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)
              .self))
      },
      rows: { rows in
        try await rows.decode(
          as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self
        ).reduce(into: []) { $0.append(list($1)) }
      }),
    TupleShape(
      count: 21,
      row: { row in
        list(
          try row.decode(
            as: (
              Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int
            ).self))
      },
      rows: { rows in
        try await rows.decode(
          as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)
            .self
        ).reduce(into: []) { $0.append(list($1)) }
      }),
  ]
}

private func list(_ values: (Int)) -> [Int] { [values] }
private func list(_ values: (Int, Int)) -> [Int] { [values.0, values.1] }
private func list(_ values: (Int, Int, Int)) -> [Int] { [values.0, values.1, values.2] }
private func list(_ values: (Int, Int, Int, Int)) -> [Int] { [values.0, values.1, values.2, values.3] }
private func list(_ values: (Int, Int, Int, Int, Int)) -> [Int] { [values.0, values.1, values.2, values.3, values.4] }
private func list(_ values: (Int, Int, Int, Int, Int, Int)) -> [Int] {
  [values.0, values.1, values.2, values.3, values.4, values.5]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [values.0, values.1, values.2, values.3, values.4, values.5, values.6]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11,
  ]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12,
  ]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13,
  ]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13, values.14,
  ]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13, values.14, values.15,
  ]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int))
  -> [Int]
{
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13, values.14, values.15, values.16,
  ]
}
private func list(_ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int))
  -> [Int]
{
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13, values.14, values.15, values.16, values.17,
  ]
}
private func list(
  _ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)
) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13, values.14, values.15, values.16, values.17, values.18,
  ]
}
private func list(
  _ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)
) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13, values.14, values.15, values.16, values.17, values.18, values.19,
  ]
}
private func list(
  _ values: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int)
) -> [Int] {
  [
    values.0, values.1, values.2, values.3, values.4, values.5, values.6, values.7, values.8, values.9, values.10,
    values.11, values.12, values.13, values.14, values.15, values.16, values.17, values.18, values.19, values.20,
  ]
}
