// Written by Scripts/generate-tuples.py; change that and run it again.

// The row's values as a tuple: see `decode(as:)` for any number of columns, which has the documentation.
extension CQLRow {
  @inlinable
  public func decode<A: CQLDecodable>(as _: (A).Type) throws(CQLError) -> (A) {
    try checkColumnCount(1)
    return try decode { cursor throws(CQLError) in (try A.decode(from: &cursor)) }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable>(as _: (A, B).Type) throws(CQLError) -> (A, B) {
    try checkColumnCount(2)
    return try decode { cursor throws(CQLError) in (try A.decode(from: &cursor), try B.decode(from: &cursor)) }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(as _: (A, B, C).Type) throws(CQLError) -> (
    A, B, C
  ) {
    try checkColumnCount(3)
    return try decode { cursor throws(CQLError) in
      (try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor))
    }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(as _: (A, B, C, D).Type)
    throws(CQLError) -> (A, B, C, D)
  {
    try checkColumnCount(4)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
    as _: (A, B, C, D, E).Type
  ) throws(CQLError) -> (A, B, C, D, E) {
    try checkColumnCount(5)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
  >(as _: (A, B, C, D, E, F).Type) throws(CQLError) -> (A, B, C, D, E, F) {
    try checkColumnCount(6)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor), try F.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable
  >(as _: (A, B, C, D, E, F, G).Type) throws(CQLError) -> (A, B, C, D, E, F, G) {
    try checkColumnCount(7)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor), try F.decode(from: &cursor),
        try G.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H) {
    try checkColumnCount(8)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor), try F.decode(from: &cursor),
        try G.decode(from: &cursor), try H.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I) {
    try checkColumnCount(9)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor), try F.decode(from: &cursor),
        try G.decode(from: &cursor), try H.decode(from: &cursor), try I.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J) {
    try checkColumnCount(10)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor), try F.decode(from: &cursor),
        try G.decode(from: &cursor), try H.decode(from: &cursor), try I.decode(from: &cursor),
        try J.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K) {
    try checkColumnCount(11)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor), try F.decode(from: &cursor),
        try G.decode(from: &cursor), try H.decode(from: &cursor), try I.decode(from: &cursor),
        try J.decode(from: &cursor), try K.decode(from: &cursor)
      )
    }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L).Type) throws(CQLError) -> (A, B, C, D, E, F, G, H, I, J, K, L) {
    try checkColumnCount(12)
    return try decode { cursor throws(CQLError) in
      (
        try A.decode(from: &cursor), try B.decode(from: &cursor), try C.decode(from: &cursor),
        try D.decode(from: &cursor), try E.decode(from: &cursor), try F.decode(from: &cursor),
        try G.decode(from: &cursor), try H.decode(from: &cursor), try I.decode(from: &cursor),
        try J.decode(from: &cursor), try K.decode(from: &cursor), try L.decode(from: &cursor)
      )
    }
  }
}

// The rows as tuples: see `decode(as:)` for any number of columns, which has the documentation.
extension PagedRows where Source.Rows == CQLRows {
  @inlinable
  public func decode<A: CQLDecodable>(as _: (A).Type) -> DecodedRows<Source, (A)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A).self) }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable>(as _: (A, B).Type) -> DecodedRows<Source, (A, B)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B).self) }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(as _: (A, B, C).Type) -> DecodedRows<
    Source, (A, B, C)
  > {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C).self) }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(as _: (A, B, C, D).Type)
    -> DecodedRows<Source, (A, B, C, D)>
  {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D).self) }
  }

  @inlinable
  public func decode<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
    as _: (A, B, C, D, E).Type
  ) -> DecodedRows<Source, (A, B, C, D, E)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E).self) }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
  >(as _: (A, B, C, D, E, F).Type) -> DecodedRows<Source, (A, B, C, D, E, F)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E, F).self) }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable
  >(as _: (A, B, C, D, E, F, G).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E, F, G).self) }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E, F, G, H).self) }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E, F, G, H, I).self) }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I, J)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E, F, G, H, I, J).self) }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I, J, K)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E, F, G, H, I, J, K).self) }
  }

  @inlinable
  public func decode<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
    G: CQLDecodable, H: CQLDecodable, I: CQLDecodable, J: CQLDecodable, K: CQLDecodable, L: CQLDecodable
  >(as _: (A, B, C, D, E, F, G, H, I, J, K, L).Type) -> DecodedRows<Source, (A, B, C, D, E, F, G, H, I, J, K, L)> {
    DecodedRows(self) { row throws(CQLError) in try row.decode(as: (A, B, C, D, E, F, G, H, I, J, K, L).self) }
  }
}
