import CQLPaging
import CQLPagingTesting
import Testing

@Suite struct SampleKeyspaceTests {
  private func rows(_ statement: Statement, _ sample: SampleKeyspace = SampleKeyspace(rows: 500)) async throws
    -> [[CQLValue]]
  {
    var rows: [[CQLValue]] = []
    for try await row in FakeCoordinator(tables: sample.tables).rows(of: statement, pageSize: 77) {
      rows.append(try row.columns.indices.map { try row.decode(CQLValue.self, at: $0) })
    }
    return rows
  }

  @Test("G1: the same seed gives the same rows, another seed others", arguments: ["users", "events", "types"])
  func seeds(_ table: String) async throws {
    let statement: Statement = "SELECT * FROM sample.\(cql: table)"
    // Compared as text, because a NaN is not equal to itself.
    let first = "\(try await rows(statement))"
    #expect("\(try await rows(statement))" == first)
    #expect("\(try await rows(statement, SampleKeyspace(rows: 500, seed: 2)))" != first)
    #expect(try await rows(statement).count == 500)
  }

  @Test("G1: more rows leave those there were as they are")
  func growth() async throws {
    let few = Set(try await rows("SELECT * FROM sample.users", SampleKeyspace(rows: 50)))
    let many = Set(try await rows("SELECT * FROM sample.users", SampleKeyspace(rows: 60)))
    #expect(few.count == 50)
    #expect(few.isSubset(of: many))
  }

  @Test("G1: the first rows are the same for ever: scripts and documents show them")
  func golden() async throws {
    let users = try await rows("SELECT id, name, email, age, created, score, active FROM sample.users LIMIT 3")
    #expect(users.map { $0.map(\.description).joined(separator: " | ") } == goldenUsers)
  }

  @Test("G1: events come by their clustering key, a hundred of each sensor")
  func events() async throws {
    let rows = try await rows("SELECT sensor, at, seq FROM sample.events WHERE sensor = 'sensor-2'")
    #expect(rows.count == 100)
    let keys = rows.compactMap { row -> [Int64]? in
      guard case .timestamp(let at) = row[1], case .bigint(let seq) = row[2] else { return nil }
      return [at.millisecondsSince1970, seq]
    }
    #expect(keys.count == 100)
    #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test("F12: sample.types has every type, and each has nulls, empty or extreme values among its rows")
  func types() async throws {
    let source = FakeCoordinator(tables: SampleKeyspace(rows: 64).tables)
    let page = try await source.fetchUnpaged("SELECT * FROM sample.types")
    let types = page.rows.columns.map(\.type)
    let scalars: [CQLType] = [
      .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int, .smallint,
      .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint,
    ]
    for type in scalars { #expect(types.contains(type)) }
    for kind in ["list", "set", "map", "tuple", "vector", "sample.address"] {
      #expect(types.contains { $0.description.hasPrefix(kind) })
    }
    for (index, column) in page.rows.columns.enumerated().dropFirst() {
      let values = try page.rows.map { try $0.decode(CQLValue.self, at: index) }
      #expect(values.contains(.null), "\(column)")
      #expect(Set(values.map(\.description)).count > 2, "\(column)")
    }
    let empties = page.rows.filter { (try? $0.decode(CQLValue.self, named: "a_int")) == .empty }
    #expect(empties.count == 8)
  }

  // MARK: System tables

  private let cassandra = FakeCoordinator(tables: SampleKeyspace(rows: 1).tables)

  private func texts(_ statement: Statement, by size: Int = 3) async throws -> [[String]] {
    var rows: [[String]] = []
    for try await row in cassandra.rows(of: statement, pageSize: PageSize(size)) {
      rows.append(try row.columns.indices.map { try row.decode(CQLValue.self, at: $0).description })
    }
    return rows
  }

  @Test(
    "G2: system.local answers with and without its key, in any spelling",
    arguments: [
      "SELECT cluster_name FROM system.local", "SELECT cluster_name FROM system.local WHERE key='local'",
      "select cluster_name from system.local where key = 'local'", "SELECT cluster_name\n\tFROM system . local",
    ])
  func local(_ text: String) async throws {
    #expect(try await texts(Statement(text)) == [["Fake Cluster"]])
  }

  @Test("G2: the schema of the sample keyspace is there, filtered as drivers ask")
  func schema() async throws {
    #expect(try await texts("SELECT keyspace_name FROM system_schema.keyspaces").count == 3)
    #expect(
      try await texts(
        "SELECT table_name, keyspace_name FROM system_schema.tables WHERE keyspace_name = 'sample'")
        == [["events", "sample"], ["types", "sample"], ["users", "sample"]])
    #expect(
      try await texts(
        "SELECT column_name, kind, position, type FROM system_schema.columns WHERE keyspace_name = 'sample' AND table_name = 'events'"
      ) == [
        ["at", "clustering", "0", "timestamp"], ["note", "regular", "-1", "text"],
        ["sensor", "partition_key", "0", "text"], ["seq", "clustering", "1", "bigint"],
        ["value", "regular", "-1", "double"],
      ])
    #expect(
      try await texts(
        "SELECT type FROM system_schema.columns WHERE keyspace_name = 'sample' AND table_name = 'types' AND column_name = 'a_nested'"
      ) == [["map<int, frozen<list<frozen<set<text>>>>>"]])
    #expect(
      try await texts("SELECT type_name, field_types FROM system_schema.types")
        == [["address", "[text, int, set<text>]"]])
    #expect(
      try await texts("SELECT view_name FROM system_schema.views WHERE keyspace_name IN ('sample', 'system')").isEmpty)
  }

  @Test("G2: a list of keyspaces can be bound, as the Rust driver does")
  func boundKeyspaces() async throws {
    let rows = try await texts(
      "SELECT table_name FROM system_schema.tables WHERE keyspace_name IN \(["sample", "nowhere"])")
    #expect(rows == [["events"], ["types"], ["users"]])
  }

  @Test(
    "G2: tables of later releases and of ScyllaDB do not exist, which tells drivers what the server is",
    arguments: ["system.peers_v2", "system_schema.scylla_tables", "system_schema.scylla_keyspaces"])
  func missing(_ table: String) async throws {
    let error = await #expect(throws: CQLError.self) {
      try await cassandra.fetchPage(PageRequest("SELECT * FROM \(cql: table)"))
    }
    #expect(error?.server?.code == .invalid)
  }

  @Test("G2: the schema's version changes with the schema")
  func schemaVersion() async throws {
    let statement: Statement = "SELECT schema_version FROM system.local"
    let before = try await texts(statement)
    cassandra.replaceTable(.numbered(rows: 3))
    #expect(try await texts(statement) != before)
    #expect(try await texts("SELECT keyspace_name FROM system_schema.keyspaces").count == 4)
  }
}

private let goldenUsers = [
  "769c83a3-37ce-4c22-b046-5031849109dc | Łukasz Perlman | user42@example.com | 40 | 2024-03-18 12:00:18.795Z | 150.71 | true",
  "06d2b318-69e5-41db-8dc5-f2bd0dfbb716 | Radia 佐藤 | user284@example.com | 96 | 2021-11-17 15:20:00.601Z | 990.14 | true",
  "fe24616e-74fc-4945-bec0-3cad34af7a36 | José Hopper | user131@example.com | 44 | 2023-07-26 20:22:58.899Z | 208.51 | true",
]
