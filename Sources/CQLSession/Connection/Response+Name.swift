internal import CQLNativeProtocol

extension Response {
  /// What to call it in an error: its opcode, and a result by its kind.
  var name: String {
    guard case .result(let result) = self else { return "\(opcode)" }
    return switch result {
    case .void: "VOID result"
    case .rows: "ROWS result"
    case .setKeyspace: "SET_KEYSPACE result"
    case .prepared: "PREPARED result"
    case .schemaChange: "SCHEMA_CHANGE result"
    }
  }
}
