import CQLNativeProtocol
import CQLPaging

/// A request in the words of the recorded frames' `request`.
func words(of message: RequestMessage) -> JSON {
  var members: [String: JSON] = ["opcode": "\(message.request.opcode)"]
  if message.isTraced { members["tracing"] = .bool(true) }
  if !message.customPayload.isEmpty {
    members["custom_payload"] = .object(message.customPayload.mapValues { .hex($0) })
  }
  switch message.request {
  case .options: break
  case .startup(let startup): members["options"] = .object(startup.options.mapValues { .string($0) })
  case .authResponse(let response): members["token"] = .hex(response.token)
  case .register(let register): members["events"] = .strings(register.events)
  case .prepare(let prepare): members["query"] = .string(prepare.text)
  case .query(let query):
    members["query"] = .string(query.text)
    members.merge(words(of: query.parameters)) { $1 }
  case .execute(let execute):
    members["id"] = .hex(execute.id)
    members.merge(words(of: execute.parameters)) { $1 }
  case .batch(let batch):
    members["kind"] = .number(Int(batch.kind.rawValue))
    members["consistency"] = "\(batch.consistency)"
    members["queries"] = .array(
      batch.entries.map {
        switch $0.statement {
        case .text(let text): .string(text)
        case .prepared(let id): .hex(id)
        }
      })
  }
  return .object(members)
}

private func words(of parameters: QueryParameters) -> [String: JSON] {
  var members: [String: JSON] = ["consistency": "\(parameters.consistency)"]
  switch parameters.values {
  case .none: break
  case .positional(let values): members["values"] = .array(values.map(words))
  case .named(let values):
    members["values"] = .object(Dictionary(uniqueKeysWithValues: values.map { ($0.name, words(of: $0.value)) }))
  }
  if parameters.skipMetadata { members["skip_metadata"] = .bool(true) }
  members["page_size"] = parameters.pageSize.map { .number(Int($0)) }
  members["paging_state"] = parameters.pagingState.map { .hex($0) }
  members["serial_consistency"] = parameters.serialConsistency.map { "\($0)" }
  members["timestamp"] = parameters.timestamp.map { .number(Int($0)) }
  return members
}

private func words(of value: EncodedValue) -> JSON {
  switch value {
  case .bytes(let bytes): .hex(bytes)
  case .null: .null
  case .unset: "unset"
  }
}
