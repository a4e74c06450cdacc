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
  public func decode<A: CQLDecodable>(as _: (A).Type) -> DecodedRows<Source, (A)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable>(as _: (A, B).Type) -> DecodedRows<Source, (A, B)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(as _: (A, B, C).Type) -> DecodedRows<
    Source, (A, B, C)
  > {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(as _: (A, B, C, D).Type)
    -> DecodedRows<Source, (A, B, C, D)>
  {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
    as _: (A, B, C, D, E).Type
  ) -> DecodedRows<Source, (A, B, C, D, E)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
  >(as _: (A, B, C, D, E, F).Type) -> DecodedRows<Source, (A, B, C, D, E, F)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable
  >(as _: (A, B, C, D, E, F, G).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I, J)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I, J, K)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I, J, K, L)> {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I, J, K, L, M)>
  {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N).Type) -> DecodedRows<
    Source, (A, B, C, D, E, F, G, H, I, J, K, L, M, N)
  > {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O).Type) -> DecodedRows<
    Source, (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O)
  > {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O).self) }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P).Type) -> DecodedRows<
    Source, (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P)
  > {
    decode { cursor throws(CQLError) in try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P).self)
    }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q).Type) -> DecodedRows<
    Source, (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q)
  > {
    decode { cursor throws(CQLError) in
      try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q).self)
    }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R).Type) -> DecodedRows<
    Source, (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R)
  > {
    decode { cursor throws(CQLError) in
      try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R).self)
    }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S).Type) -> DecodedRows<
    Source, (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S)
  > {
    decode { cursor throws(CQLError) in
      try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S).self)
    }
  }

  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable,
    M: CQLDecodable, N: CQLDecodable, O: CQLDecodable, P: CQLDecodable, Q: CQLDecodable, R: CQLDecodable,
    S: CQLDecodable, T: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T).Type) -> DecodedRows<
    Source, (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T)
  > {
    decode { cursor throws(CQLError) in
      try cursor.decodeRow(as: (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T).self)
    }
  }
}
