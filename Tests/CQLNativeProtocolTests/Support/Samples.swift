import CQLNativeProtocol
import CQLPaging

/// Messages of every kind, each with a name for failures.
enum Samples {
  static let tracingID: [UInt8] = Array(0..<16)
  static let payload: [String: [UInt8]?] = ["a": [1, 2], "empty": [], "none": nil]

  static let requests: [(name: String, message: RequestMessage)] =
    plainRequests.map { ($0, RequestMessage($1)) }
    + plainRequests.map {
      ("\($0), traced, with a payload", RequestMessage($1, isTraced: true, customPayload: payload))
    }

  private static let plainRequests: [(String, Request)] = [
    ("startup", .startup(Startup(options: ["CQL_VERSION": "3.0.0", "DRIVER_NAME": "d", "COMPRESSION": "lz4"]))),
    ("startup without options", .startup(Startup(options: [:]))),
    ("token", .authResponse(AuthResponse(token: [0, 1, 2]))),
    ("null token", .authResponse(AuthResponse(token: nil))),
    ("options", .options),
    ("query", .query(Query("SELECT ü", parameters: QueryParameters(consistency: .one)))),
    ("query with all", .query(Query("SELECT ?", parameters: everyParameter(.positional(values))))),
    ("query with names", .query(Query("SELECT :a", parameters: everyParameter(.named(namedValues))))),
    ("query of no values", .query(Query("", parameters: QueryParameters(consistency: .any, values: .positional([]))))),
    ("prepare", .prepare(Prepare("SELECT ?"))),
    ("execute", .execute(Execute(id: [7, 8, 9], parameters: QueryParameters(consistency: .localOne, pageSize: 5)))),
    ("execute with all", .execute(Execute(id: [], parameters: everyParameter(.positional(values))))),
    (
      "batch",
      .batch(
        Batch(
          kind: .counter,
          entries: [
            Batch.Entry(.text("UPDATE"), values: values), Batch.Entry(.prepared(id: [1, 2, 3])), Batch.Entry(.text("")),
          ], consistency: .eachQuorum, serialConsistency: .localSerial, timestamp: .min))
    ),
    ("batch of nothing", .batch(Batch(kind: .logged, entries: [], consistency: .two))),
    ("register", .register(Register(events: ["TOPOLOGY_CHANGE", "STATUS_CHANGE"]))),
    ("register for nothing", .register(Register(events: []))),
  ]

  private static let values: [EncodedValue] = [.bytes([1, 2, 3]), .null, .unset, .bytes([])]
  private static let namedValues: [(name: String, value: EncodedValue)] = [
    ("b", .bytes([0xFF])), ("a", .null), ("", .unset),
  ]

  private static func everyParameter(_ values: EncodedValues) -> QueryParameters {
    QueryParameters(
      consistency: Consistency(rawValue: 0xFFFF), values: values, skipMetadata: true, pageSize: .max,
      pagingState: [9, 8, 7], serialConsistency: .serial, timestamp: -1)
  }
}

extension Samples {
  static let responses: [(name: String, message: ResponseMessage)] = plainResponses.flatMap { name, response in
    [
      (name, ResponseMessage(response)),
      ("\(name), traced", ResponseMessage(response, tracingID: tracingID)),
      ("\(name), with warnings", ResponseMessage(response, warnings: ["careful", ""])),
      ("\(name), with a payload", ResponseMessage(response, customPayload: payload)),
      (
        "\(name), with everything",
        ResponseMessage(response, tracingID: tracingID, warnings: ["ü"], customPayload: payload)
      ),
    ]
  }

  private static let plainResponses: [(String, Response)] =
    [
      ("ready", .ready), ("authenticate", .authenticate(authenticator: "org.example.Authenticator")),
      ("supported", .supported(["COMPRESSION": ["lz4", "snappy"], "NONE": [], "CQL_VERSION": ["3.4.7"]])),
      ("challenge", .authChallenge([1, 2, 3])), ("null challenge", .authChallenge(nil)),
      ("success", .authSuccess([])), ("null success", .authSuccess(nil)), ("void", .result(.void)),
      ("set keyspace", .result(.setKeyspace("MiXed"))), ("prepared", .result(.prepared(prepared))),
      ("prepared without rows", .result(.prepared(PreparedResult(id: [1])))),
      ("rows", .result(.rows(rows))),
      ("last and empty page", .result(.rows(RowsResult(columns: columns, rowCount: 0, content: [])))),
      ("rows of many tables", .result(.rows(RowsResult(columns: joined, rowCount: 1, content: cells([nil, [1]]))))),
      (
        "rows without metadata",
        .result(.rows(RowsResult(columns: columns, rowCount: 1, content: cells([[], nil]), noMetadata: true)))
      ),
    ]
    + errors.map { ("error \($0.code)", .error($0)) } + events.map { ("event \($0)", .event($0)) }
    + changes.map { ("schema change \($0)", .result(.schemaChange($0))) }

  static let columns = Columns([
    Column(keyspace: "k", table: "t", name: "a", type: .int),
    Column(keyspace: "k", table: "t", name: "b", type: .map(key: .text, value: .vector(.float, dimensions: 3))),
  ])
  private static let joined = Columns([
    Column(keyspace: "k", table: "t", name: "a", type: .duration),
    Column(keyspace: "k", table: "u", name: "a", type: .custom("org.example.Type")),
  ])
  static let rows = RowsResult(
    columns: columns, rowCount: 3, content: cells([[0, 0, 0, 1], nil, nil, [], [0, 0, 0, 2], [0, 0, 0, 0]]),
    pagingState: [0xCA, 0xFE])
  private static let prepared = PreparedResult(
    id: Array(0..<16), bindColumns: columns, partitionKeyIndexes: [1, 0], resultColumns: joined)

  /// Each a `[bytes]`.
  static func cells(_ values: [[UInt8]?]) -> [UInt8] {
    values.flatMap { value in
      let length = Int32(value?.count ?? -1)
      return (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + (value ?? [])
    }
  }

  static let errors: [ServerError] =
    [
      0x0000, 0x000A, 0x0100, 0x1001, 0x1002, 0x1003, 0x2000, 0x2100, 0x2200, 0x2300, 0x1234, -1,
    ].map { ServerError(code: ServerError.Code(rawValue: $0), message: "wörds") }
    + [
      ServerError(
        code: .unavailable, message: "", details: .unavailable(consistency: .quorum, required: 2, alive: 1)),
      ServerError(
        code: .writeTimeout, message: "w",
        details: .writeTimeout(consistency: .all, received: 1, blockFor: 3, writeType: "BATCH_LOG")),
      ServerError(
        code: .readTimeout, message: "r",
        details: .readTimeout(consistency: .two, received: 1, blockFor: 2, dataPresent: true)),
      ServerError(
        code: .readFailure, message: "r",
        details: .readFailure(consistency: .one, received: 0, blockFor: 1, failures: 1, dataPresent: false)),
      ServerError(
        code: .functionFailure, message: "f",
        details: .functionFailure(keyspace: "k", function: "f", argumentTypes: ["int", "text"])),
      ServerError(
        code: .writeFailure, message: "w",
        details: .writeFailure(consistency: .localQuorum, received: 1, blockFor: 2, failures: 1, writeType: "CDC")),
      ServerError(code: .alreadyExists, message: "a", details: .alreadyExists(keyspace: "k", table: "")),
      ServerError(code: .unprepared, message: "u", details: .unprepared(id: [1, 2, 3])),
    ]

  static let events: [ServerEvent] =
    [
      .topologyChange(change: "NEW_NODE", address: Inet(address: [127, 0, 0, 1], port: 9042)),
      .statusChange(change: "DOWN", address: Inet(address: [UInt8](repeating: 0, count: 15) + [1], port: 19042)),
      .unknown("MOON_CHANGE"),
    ] + changes.map { .schemaChange($0) }

  static let changes: [SchemaChange] = [
    SchemaChange(change: "CREATED", target: .keyspace("k")),
    SchemaChange(change: "UPDATED", target: .table(keyspace: "k", name: "t")),
    SchemaChange(change: "DROPPED", target: .type(keyspace: "k", name: "u")),
    SchemaChange(change: "CREATED", target: .function(keyspace: "k", name: "f", argumentTypes: ["int", "text"])),
    SchemaChange(change: "DROPPED", target: .aggregate(keyspace: "k", name: "a", argumentTypes: [])),
    SchemaChange(change: "UPDATED", target: .unknown("MOON")),
  ]
}
