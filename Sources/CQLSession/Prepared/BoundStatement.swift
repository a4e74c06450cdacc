internal import CQLNativeProtocol
internal import CQLPaging

/// A prepared statement with its values as the server wants them.
struct BoundStatement: Sendable {
  var knowledge: PreparedStatements.Knowledge
  let values: EncodedValues

  var prepared: PreparedResult { knowledge.result }

  /// - Throws: `.wrongValues`; `.valueDoesNotFit` and `.typeMismatch` with the marker's name.
  init(_ statement: Statement, _ knowledge: PreparedStatements.Knowledge) throws(CQLError) {
    self.knowledge = knowledge
    values = try statement.values.encoded(for: knowledge.result.bindColumns)
  }

  /// Where the statement's rows are; nil where its values do not tell.
  var token: Token? {
    guard case .positional(let values) = values, !prepared.partitionKeyIndexes.isEmpty else { return nil }
    var key: [[UInt8]] = []
    for index in prepared.partitionKeyIndexes {
      guard values.indices.contains(index), case .bytes(let bytes) = values[index] else { return nil }
      key.append(bytes)
    }
    // Values that make no key are for the server to refuse, wherever it is asked.
    return try? Token(encodedPartitionKey: key)
  }

  /// The keyspace of the statement's table.
  var keyspace: String? { prepared.bindColumns.first?.keyspace }
}
