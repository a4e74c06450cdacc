import CQLPaging
import Foundation

/// The keyspace `sample`, for trying things out: three tables whose rows are made from a seed, and are the same for the
/// same seed every time.
///
/// ```swift
/// let source = FakeCoordinator(tables: SampleKeyspace(rows: 10_000).tables)
/// ```
///
/// - `sample.users (id uuid PRIMARY KEY, name text, email text, age int, created timestamp, score double, active boolean)`
/// - `sample.events (sensor text, at timestamp, seq bigint, value double, note text, PRIMARY KEY (sensor, at, seq))`, a
///   hundred rows a sensor
/// - `sample.types (id int PRIMARY KEY, …)`: a column of every type of protocol v4, and `duration` and `vector`; nulls,
///   empty values, least and greatest values among the rows. A real table could not have its `counter` beside the others.
public struct SampleKeyspace: Sendable {
  /// How many rows each table has.
  public let rows: Int
  /// What the rows are made from.
  public let seed: UInt64

  /// Tables of `rows` rows each, made from `seed`.
  public init(rows: Int = 1000, seed: UInt64 = 1) {
    self.rows = max(rows, 0)
    self.seed = seed
  }

  /// `users`, `events` and `types`.
  public var tables: [FakeTable] {
    do throws(CQLError) {
      return [try users(), try events(), try SampleTypes(rows: rows, seed: seed).table()]
    } catch {
      preconditionFailure("\(error)")
    }
  }

  // 2020-01-01, in milliseconds since 1970.
  private static let epoch: Int64 = 1_577_836_800_000

  private func users() throws(CQLError) -> FakeTable {
    let seed = seed
    return try FakeTable(
      "sample.users",
      columns: [
        .partitionKey("id", .uuid), .regular("name", .text), .regular("email", .text), .regular("age", .int),
        .regular("created", .timestamp), .regular("score", .double), .regular("active", .boolean),
      ],
      rowCount: rows,
      row: { row in
        var random = SplitMix64(seed: seed, table: 1, row: row)
        let id = UUID(random: &random)
        let (first, last) = (random.pick(Self.firstNames), random.pick(Self.lastNames))
        let age: Int? = random.below(16) == 0 ? nil : 18 + random.below(80)
        let email: String? = random.below(20) == 0 ? nil : "user\(row)@example.com"
        return [
          id, "\(first) \(last)", email, age,
          CQLTimestamp(millisecondsSince1970: Self.epoch + Int64(random.below(157_680_000_000))),
          Double(random.below(100_001)) / 100, random.below(4) != 0,
        ]
      },
      key: { row in
        var random = SplitMix64(seed: seed, table: 1, row: row)
        return [UUID(random: &random)]
      })
  }

  private func events() throws(CQLError) -> FakeTable {
    let seed = seed
    return try FakeTable(
      "sample.events",
      columns: [
        .partitionKey("sensor", .text), .clustering("at", .timestamp), .clustering("seq", .bigint),
        .regular("value", .double), .regular("note", .text),
      ],
      rowCount: rows,
      row: { row in
        var random = SplitMix64(seed: seed, table: 2, row: row)
        let (sensor, number) = row.quotientAndRemainder(dividingBy: 100)
        let note: String? = random.below(10) == 0 ? random.pick(Self.notes) : nil
        // Two events a minute, so that both clustering columns are needed to tell them apart.
        return [
          "sensor-\(sensor)", CQLTimestamp(millisecondsSince1970: Self.epoch + Int64(number / 2) * 60_000),
          Int64(number), (random.fraction() * 1000).rounded() / 10, note,
        ]
      },
      key: { row in ["sensor-\(row / 100)"] })
  }

  private static let firstNames = [
    "Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Frances", "John", "Radia", "Leslie", "Zoë", "José",
    "Łukasz",
    "Søren", "Ирина", "美咲",
  ]
  private static let lastNames = [
    "Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Allen", "Backus", "Perlman", "Lamport", "O'Neil",
    "Nuñez", "Иванова", "佐藤",
  ]
  private static let notes = [
    "calibrated", "battery low", "moved, \"temporarily\"", "two\nlines", "", "it's fine", "über 40 °C", "🌡️",
  ]
}

extension UUID {
  /// A version 4 uuid.
  init(random: inout SplitMix64) {
    let (high, low) = (random.next(), random.next())
    self.init(
      high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  init(high: UInt64, low: UInt64) {
    let bytes = high.bigEndianBytes + low.bigEndianBytes
    self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
