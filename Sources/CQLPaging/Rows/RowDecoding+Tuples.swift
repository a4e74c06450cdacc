// Written by Scripts/generate-tuples.py; change that and run it again.

extension CellCursor {
  @inlinable
  mutating func decodeRow<A: CQLDecodable>(as _: (A).Type) throws(CQLError) -> (A) {
    try checkColumnCount(1)
    return (try A.decode(from: &self))
  }

  @inlinable
  mutating func decodeRow<A: CQLDecodable, B: CQLDecodable>(as _: (A, B).Type) throws(CQLError) -> (A, B) {
    try checkColumnCount(2)
    return (try A.decode(from: &self), try B.decode(from: &self))
  }

  @inlinable
  mutating func decodeRow<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(as _: (A, B, C).Type) throws(CQLError) -> (
    A, B, C
  ) {
    try checkColumnCount(3)
    return (try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self))
  }

  @inlinable
  mutating func decodeRow<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(as _: (A, B, C, D).Type)
    throws(CQLError) -> (A, B, C, D)
  {
    try checkColumnCount(4)
    return (try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self))
  }

  @inlinable
  mutating func decodeRow<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
    as _: (A, B, C, D, E).Type
  ) throws(CQLError) -> (A, B, C, D, E) {
    try checkColumnCount(5)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
  >(as _: (A, B, C, D, E, F).Type) throws(CQLError) -> (A, B, C, D, E, F) {
    try checkColumnCount(6)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable
  >(as _: (A, B, C, D, E, F, G).Type) throws(CQLError) -> (A, B, C, D, E, F, G) {
    try checkColumnCount(7)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H) {
    try checkColumnCount(8)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I) {
    try checkColumnCount(9)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J) {
    try checkColumnCount(10)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K) {
    try checkColumnCount(11)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L) {
    try checkColumnCount(12)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L, M) {
    try checkColumnCount(13)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N
  ) {
    try checkColumnCount(14)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self), try N.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O
  ) {
    try checkColumnCount(15)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self), try N.decode(from: &self), try O.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P
  ) {
    try checkColumnCount(16)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self), try N.decode(from: &self), try O.decode(from: &self), try P.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q
  ) {
    try checkColumnCount(17)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self), try N.decode(from: &self), try O.decode(from: &self), try P.decode(from: &self),
      try Q.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R
  ) {
    try checkColumnCount(18)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self), try N.decode(from: &self), try O.decode(from: &self), try P.decode(from: &self),
      try Q.decode(from: &self), try R.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S
  ) {
    try checkColumnCount(19)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self), try N.decode(from: &self), try O.decode(from: &self), try P.decode(from: &self),
      try Q.decode(from: &self), try R.decode(from: &self), try S.decode(from: &self)
    )
  }

  @inlinable
  mutating func decodeRow<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable, T: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T
  ) {
    try checkColumnCount(20)
    return (
      try A.decode(from: &self), try B.decode(from: &self), try C.decode(from: &self), try D.decode(from: &self),
      try E.decode(from: &self), try F.decode(from: &self), try G.decode(from: &self), try H.decode(from: &self),
      try I.decode(from: &self), try J.decode(from: &self), try K.decode(from: &self), try L.decode(from: &self),
      try M.decode(from: &self), try N.decode(from: &self), try O.decode(from: &self), try P.decode(from: &self),
      try Q.decode(from: &self), try R.decode(from: &self), try S.decode(from: &self), try T.decode(from: &self)
    )
  }
}

// The row's values as a tuple: see `decode(as:)` for any number of columns, which has the documentation.
extension CQLRow {
  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<A: CQLDecodable>(as _: (A).Type) throws(CQLError) -> (A) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable>(as _: (A, B).Type) throws(CQLError) -> (A, B) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(as _: (A, B, C).Type) throws(CQLError) -> (
    A, B, C
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(as _: (A, B, C, D).Type)
    throws(CQLError) -> (A, B, C, D)
  {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
    as _: (A, B, C, D, E).Type
  ) throws(CQLError) -> (A, B, C, D, E) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
  >(as _: (A, B, C, D, E, F).Type) throws(CQLError) -> (A, B, C, D, E, F) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable
  >(as _: (A, B, C, D, E, F, G).Type) throws(CQLError) -> (A, B, C, D, E, F, G) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L, M) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S).self)
  }

  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable, T: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T).Type) throws(CQLError) -> (
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T
  ) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T).self)
  }
}

// The rows as tuples: see `decode(as:)` for any number of columns, which has the documentation.
extension PagedRows where Source.Rows == CQLRows {
  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable>(
    as _: (A).Type
  ) -> DecodedRows<Source, TupleDecoders.Of1<A>> {
    DecodedRows(self, TupleDecoders.Of1())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable>(
    as _: (A, B).Type
  ) -> DecodedRows<Source, TupleDecoders.Of2<A, B>> {
    DecodedRows(self, TupleDecoders.Of2())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
    as _: (A, B, C).Type
  ) -> DecodedRows<Source, TupleDecoders.Of3<A, B, C>> {
    DecodedRows(self, TupleDecoders.Of3())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(
    as _: (A, B, C, D).Type
  ) -> DecodedRows<Source, TupleDecoders.Of4<A, B, C, D>> {
    DecodedRows(self, TupleDecoders.Of4())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
    as _: (A, B, C, D, E).Type
  ) -> DecodedRows<Source, TupleDecoders.Of5<A, B, C, D, E>> {
    DecodedRows(self, TupleDecoders.Of5())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
  >(
    as _: (A, B, C, D, E, F).Type
  ) -> DecodedRows<Source, TupleDecoders.Of6<A, B, C, D, E, F>> {
    DecodedRows(self, TupleDecoders.Of6())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G).Type
  ) -> DecodedRows<Source, TupleDecoders.Of7<A, B, C, D, E, F, G>> {
    DecodedRows(self, TupleDecoders.Of7())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H).Type
  ) -> DecodedRows<Source, TupleDecoders.Of8<A, B, C, D, E, F, G, H>> {
    DecodedRows(self, TupleDecoders.Of8())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I).Type
  ) -> DecodedRows<Source, TupleDecoders.Of9<A, B, C, D, E, F, G, H, I>> {
    DecodedRows(self, TupleDecoders.Of9())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J).Type
  ) -> DecodedRows<Source, TupleDecoders.Of10<A, B, C, D, E, F, G, H, I, J>> {
    DecodedRows(self, TupleDecoders.Of10())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K).Type
  ) -> DecodedRows<Source, TupleDecoders.Of11<A, B, C, D, E, F, G, H, I, J, K>> {
    DecodedRows(self, TupleDecoders.Of11())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L).Type
  ) -> DecodedRows<Source, TupleDecoders.Of12<A, B, C, D, E, F, G, H, I, J, K, L>> {
    DecodedRows(self, TupleDecoders.Of12())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M).Type
  ) -> DecodedRows<Source, TupleDecoders.Of13<A, B, C, D, E, F, G, H, I, J, K, L, M>> {
    DecodedRows(self, TupleDecoders.Of13())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N).Type
  ) -> DecodedRows<Source, TupleDecoders.Of14<A, B, C, D, E, F, G, H, I, J, K, L, M, N>> {
    DecodedRows(self, TupleDecoders.Of14())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O).Type
  ) -> DecodedRows<Source, TupleDecoders.Of15<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O>> {
    DecodedRows(self, TupleDecoders.Of15())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P).Type
  ) -> DecodedRows<Source, TupleDecoders.Of16<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P>> {
    DecodedRows(self, TupleDecoders.Of16())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q).Type
  ) -> DecodedRows<Source, TupleDecoders.Of17<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q>> {
    DecodedRows(self, TupleDecoders.Of17())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R).Type
  ) -> DecodedRows<Source, TupleDecoders.Of18<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R>> {
    DecodedRows(self, TupleDecoders.Of18())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S).Type
  ) -> DecodedRows<Source, TupleDecoders.Of19<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S>> {
    DecodedRows(self, TupleDecoders.Of19())
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable, T: CQLDecodable
  >(
    as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T).Type
  ) -> DecodedRows<Source, TupleDecoders.Of20<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T>> {
    DecodedRows(self, TupleDecoders.Of20())
  }
}

extension TupleDecoders {
  /// Reads rows of so many columns.
  public struct Of1<A: CQLDecodable>: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A) {
      try cells.decodeRow(as: (A).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of2<A: CQLDecodable, B: CQLDecodable>: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B) {
      try cells.decodeRow(as: (A, B).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of3<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C) {
      try cells.decodeRow(as: (A, B, C).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of4<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D) {
      try cells.decodeRow(as: (A, B, C, D).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of5<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E) {
      try cells.decodeRow(as: (A, B, C, D, E).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of6<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F) {
      try cells.decodeRow(as: (A, B, C, D, E, F).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of7<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of8<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of9<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of10<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of11<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of12<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of13<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L, M) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of14<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L, M, N) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of15<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of16<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of17<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (
      A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q
    ) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of18<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (
      A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R
    ) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of19<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (
      A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S
    ) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S).self)
    }
  }

  /// Reads rows of so many columns.
  public struct Of20<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable, T: CQLDecodable
  >: RowDecoder {
    @inlinable
    init() {}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> (
      A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T
    ) {
      try cells.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T).self)
    }
  }
}
