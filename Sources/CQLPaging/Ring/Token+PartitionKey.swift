extension Token {
  /// Cassandra holds no longer one, and has two bytes for the length.
  private static let maximumComponentLength = 65_535

  /// The token of a partition key, as `token()` gives it in CQL.
  ///
  /// - Parameters:
  ///   - values: of the key's columns, in the order in which the table names them.
  ///   - types: what those columns are.
  /// - Throws: `.wrongValues` where there are not as many types as values, or none; `.valueDoesNotFit` for null, and for
  ///   a value of more than 65,535 bytes; what the values' encoders throw.
  public init(partitionKey values: [any CQLEncodable], types: [CQLType]) throws(CQLError) {
    guard values.count == types.count else {
      throw CQLError(.wrongValues, "\(values.count) values given for a partition key of \(types.count) columns")
    }
    var components: [[UInt8]] = []
    components.reserveCapacity(values.count)
    for (index, (value, type)) in zip(values, types).enumerated() {
      do throws(CQLError) {
        components.append(try Self.component(value, as: type))
      } catch {
        throw error.at("partition key, column \(index + 1)")
      }
    }
    try self.init(encodedPartitionKey: components)
  }

  /// The token of a partition key whose values have been encoded.
  ///
  /// - Parameter components: of each of the key's columns its bytes, in the order in which the table names them.
  /// - Throws: `.wrongValues` where there are none; `.valueDoesNotFit` for one of more than 65,535 bytes.
  public init(encodedPartitionKey components: [[UInt8]]) throws(CQLError) {
    guard !components.isEmpty else { throw CQLError(.wrongValues, "a partition key has at least one column") }
    for (index, component) in components.enumerated() where component.count > Self.maximumComponentLength {
      throw CQLError(
        .valueDoesNotFit,
        "partition key, column \(index + 1): \(component.count) bytes, and no key has more than 65535")
    }
    // A server has the ring's beginning for the key without a byte, which no table holds.
    self.init(components == [[]] ? Token.minimum.rawValue : Murmur3.token(ofKey: components))
  }

  private static func component(_ value: any CQLEncodable, as type: CQLType) throws(CQLError) -> [UInt8] {
    var writer = CellWriter()
    try writer.writeCell(value, as: type)
    guard writer.bytes[0] < 0x80 else { throw CQLError(.valueDoesNotFit, "a partition key holds no null") }
    return Array(writer.bytes[4...])
  }
}
