import CQLNativeProtocol
import CQLPaging

/// A response in the words of the recorded frames' `expected`.
///
/// - Parameter known: the columns of rows that came without.
func words(of message: ResponseMessage, _ header: FrameHeader, columns known: Columns?) throws -> JSON {
  var members: [String: JSON] = [
    "version": .number(Int(header.version)), "flags": .number(Int(header.flags.rawValue)),
    "stream": .number(Int(header.stream)), "opcode": .string("\(header.opcode)"),
  ]
  if let id = message.tracingID { members["tracing_id"] = .string(uuidText(id)) }
  if !message.warnings.isEmpty { members["warnings"] = .strings(message.warnings) }
  switch message.response {
  case .ready: break
  case .authenticate(let authenticator): members["authenticator"] = .string(authenticator)
  case .supported(let options): members["options"] = .object(options.mapValues { .strings($0) })
  case .authChallenge(let token), .authSuccess(let token): members["token"] = .hex(token)
  case .error(let error): members.merge(words(of: error)) { $1 }
  case .event(let event): members.merge(words(of: event)) { $1 }
  case .result(let result): members.merge(try words(of: result, columns: known)) { $1 }
  }
  return .object(members)
}

private func words(of error: ServerError) -> [String: JSON] {
  let names: [Int32: String] = [
    0x0000: "server_error", 0x000A: "protocol_error", 0x0100: "bad_credentials", 0x1000: "unavailable",
    0x1001: "overloaded", 0x1003: "truncate_error", 0x1100: "write_timeout", 0x1200: "read_timeout",
    0x1300: "read_failure", 0x1500: "write_failure", 0x2000: "syntax_error", 0x2100: "unauthorized", 0x2200: "invalid",
    0x2300: "config_error", 0x2400: "already_exists",
  ]
  return [
    "error_code": .number(Int(error.code.rawValue)), "error": .string(names[error.code.rawValue] ?? "unknown"),
    "message": .string(error.message), "fields": .object(words(of: error.details)),
  ]
}

private func words(of details: ServerError.Details) -> [String: JSON] {
  switch details {
  case .none: [:]
  case .unavailable(let consistency, let required, let alive):
    ["consistency": "\(consistency)", "required": .number(Int(required)), "alive": .number(Int(alive))]
  case .writeTimeout(let consistency, let received, let blockFor, let type):
    [
      "consistency": "\(consistency)", "received": .number(Int(received)), "block_for": .number(Int(blockFor)),
      "write_type": .string(type),
    ]
  case .readTimeout(let consistency, let received, let blockFor, let dataPresent):
    [
      "consistency": "\(consistency)", "received": .number(Int(received)), "block_for": .number(Int(blockFor)),
      "data_present": .bool(dataPresent),
    ]
  case .readFailure(let consistency, let received, let blockFor, let failures, let dataPresent):
    [
      "consistency": "\(consistency)", "received": .number(Int(received)), "block_for": .number(Int(blockFor)),
      "num_failures": .number(Int(failures)), "data_present": .bool(dataPresent),
    ]
  case .writeFailure(let consistency, let received, let blockFor, let failures, let type):
    [
      "consistency": "\(consistency)", "received": .number(Int(received)), "block_for": .number(Int(blockFor)),
      "num_failures": .number(Int(failures)), "write_type": .string(type),
    ]
  case .alreadyExists(let keyspace, let table):
    ["keyspace": .string(keyspace), "table": .string(table)]
  case .functionFailure(let keyspace, let function, let argumentTypes):
    ["keyspace": .string(keyspace), "function": .string(function), "argument_types": .strings(argumentTypes)]
  case .unprepared(let id): ["id": .hex(id)]
  }
}

private func words(of event: ServerEvent) -> [String: JSON] {
  switch event {
  case .topologyChange(let change, let address):
    ["event": "TOPOLOGY_CHANGE", "change": .string(change), "address": "\(address)"]
  case .statusChange(let change, let address):
    ["event": "STATUS_CHANGE", "change": .string(change), "address": "\(address)"]
  case .schemaChange(let change): words(of: change).merging(["event": "SCHEMA_CHANGE"]) { $1 }
  case .unknown(let type): ["event": .string(type)]
  }
}

private func words(of change: SchemaChange) -> [String: JSON] {
  var members: [String: JSON] = ["change": .string(change.change)]
  func set(_ target: String, _ keyspace: String, _ name: String? = nil, _ argumentTypes: [String]? = nil) {
    members["target"] = .string(target)
    members["keyspace"] = .string(keyspace)
    members["name"] = name.map { .string($0) }
    members["argument_types"] = argumentTypes.map { .strings($0) }
  }
  switch change.target {
  case .keyspace(let keyspace): set("KEYSPACE", keyspace)
  case .table(let keyspace, let name): set("TABLE", keyspace, name)
  case .type(let keyspace, let name): set("TYPE", keyspace, name)
  case .function(let keyspace, let name, let types): set("FUNCTION", keyspace, name, types)
  case .aggregate(let keyspace, let name, let types): set("AGGREGATE", keyspace, name, types)
  case .unknown(let target): members["target"] = .string(target)
  }
  return members
}

private func words(of result: QueryResult, columns known: Columns?) throws -> [String: JSON] {
  switch result {
  case .void: ["kind": "Void"]
  case .setKeyspace(let keyspace): ["kind": "Set_keyspace", "keyspace": .string(keyspace)]
  case .schemaChange(let change): words(of: change).merging(["kind": "Schema_change"]) { $1 }
  case .prepared(let result):
    [
      "kind": "Prepared", "id": .hex(result.id), "bind_columns": words(of: result.bindColumns),
      "partition_key_indexes": .array(result.partitionKeyIndexes.map { .number($0) }),
      "columns": result.resultColumns.map(words) ?? .null,
    ]
  case .rows(let result):
    [
      "kind": "Rows", "metadata_flags": .number(Int(result.flags.rawValue)),
      "column_count": .number(result.columnCount), "columns": result.columns.map(words) ?? .null,
      "has_more_pages": .bool(result.flags.contains(.hasMorePages)), "paging_state": .hex(result.pagingState),
      "rows": .array(try result.rows(columns: known).map(words)),
    ]
  }
}

private func words(of columns: Columns) -> JSON {
  .array(
    columns.map {
      [
        "keyspace": .string($0.keyspace), "table": .string($0.table), "name": .string($0.name),
        "type": .string(text(of: $0.type)),
      ]
    })
}

private func words(of row: CQLRow) throws -> JSON {
  try row.decode { cursor throws(CQLError) in
    var cells: [JSON] = []
    for _ in row.columns { cells.append(try text(of: try cursor.nextCell())) }
    return .array(cells)
  }
}
