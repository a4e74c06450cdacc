extension Statement: ExpressibleByStringInterpolation {
  public init(stringLiteral text: String) { self.init(text) }

  public init(stringInterpolation: StringInterpolation) {
    let values = stringInterpolation.values
    self.init(stringInterpolation.text, values: values.isEmpty ? .none : .positional(values))
  }

  /// Turns interpolated values into bind markers.
  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var values: [any CQLEncodable] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount)
      values.reserveCapacity(interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Binds a value: the text gets a `?`.
    public mutating func appendInterpolation(_ value: some CQLEncodable) {
      text += "?"
      values.append(value)
    }

    /// Binds a value, or null for nil. One for optionals of its own, because the compiler warns of an optional that is
    /// interpolated where none is expected.
    public mutating func appendInterpolation(_ value: (some CQLEncodable)?) {
      text += "?"
      values.append(value)
    }

    /// A keyspace, table or column name, in double quotes: `\(identifier: name)`. It is taken as it is written, upper
    /// and lower case included.
    public mutating func appendInterpolation(identifier name: String) {
      text += "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// CQL text as it is: `\(cql: "ORDER BY seq DESC")`. Never for anything that comes from outside.
    public mutating func appendInterpolation(cql: String) { text += cql }
  }
}
