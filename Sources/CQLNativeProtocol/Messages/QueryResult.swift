import CQLPaging

/// RESULT: protocol v4, section 4.2.5.
package enum QueryResult: Equatable, Sendable {
  case void
  case rows(RowsResult)
  case setKeyspace(String)
  case prepared(PreparedResult)
  case schemaChange(SchemaChange)
}

extension QueryResult {
  enum Kind: Int32 {
    case void = 1
    case rows, setKeyspace, prepared, schemaChange
  }

  private var kind: Kind {
    switch self {
    case .void: .void
    case .rows: .rows
    case .setKeyspace: .setKeyspace
    case .prepared: .prepared
    case .schemaChange: .schemaChange
    }
  }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    let number = try reader.readInt("the result's kind")
    switch Kind(rawValue: number) {
    case .void: self = .void
    case .rows: self = .rows(try RowsResult(decoding: &reader))
    case .setKeyspace: self = .setKeyspace(try reader.readString("the keyspace"))
    case .prepared: self = .prepared(try PreparedResult(decoding: &reader))
    case .schemaChange: self = .schemaChange(try SchemaChange(decoding: &reader))
    case nil: throw reader.malformed("the result's kind", "\(number) is none of protocol v4")
    }
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    writer.writeInt(kind.rawValue)
    switch self {
    case .void: break
    case .rows(let result): try result.encode(into: &writer)
    case .setKeyspace(let keyspace): try writer.writeString(keyspace)
    case .prepared(let result): try result.encode(into: &writer)
    case .schemaChange(let change): try change.encode(into: &writer)
    }
  }
}
