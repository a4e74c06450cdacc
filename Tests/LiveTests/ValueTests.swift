import CQLPaging
import CQLSession
import Foundation
import Testing

extension Live {
  /// Values of every type, written to a server and read back.
  struct ValueTests {
    @Test("F12: values of every type come back as they were written, least and greatest, null, empty and unset")
    func everyType() async throws {
      try await LiveServer.withKeyspace { session in
        try await LiveValues.makeTypes(session)
        let release = try await LiveServer.release(session)
        for sample in try LiveValues.all() where release >= sample.since {
          try await session.execute("CREATE TABLE \(cql: sample.name) (k int PRIMARY KEY, v \(cql: sample.type))")
          let insert: Statement = "INSERT INTO \(cql: sample.name) (k, v) VALUES (?, ?)"
          let prepared = try await session.prepare(insert)
          for (key, value) in (sample.values + [.null]).enumerated() {
            try await session.execute(prepared.bind(key, value))
            let query: Statement = "SELECT v FROM \(cql: sample.name) WHERE k = \(key)"
            #expect(try await session.firstColumn(of: query, by: 10) == [value], "\(sample.type)")
            // Not set means: leave as it is.
            try await session.execute(prepared.bind(key, CQLUnset()))
            #expect(try await session.firstColumn(of: query, by: 10) == [value], "\(sample.type), unset")
          }
        }
      }
    }

    @Test("F12: numbers that are none, and the sign of zero")
    func notANumber() async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE t (k int PRIMARY KEY, d double, f float)")
        try await session.execute("INSERT INTO t (k, d, f) VALUES (1, \(Double.nan), \(Float.nan))")
        try await session.execute("INSERT INTO t (k, d, f) VALUES (2, \(-0.0), \(Float(-0.0)))")
        let page = try await session.fetchPage(PageRequest("SELECT d, f FROM t WHERE k IN (1, 2)"))
        let (double, float) = try page.rows[0].decode(as: (Double, Float).self)
        #expect(double.isNaN && float.isNaN)
        let (zero, small) = try page.rows[1].decode(as: (Double, Float).self)
        #expect(zero.sign == .minus && small.sign == .minus)
      }
    }

    @Test("F12: counters")
    func counters() async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE t (k int PRIMARY KEY, c counter)")
        for change: Int64 in [.max, -1, .min + 1] {
          try await session.execute("UPDATE t SET c = c + \(change) WHERE k = 1")
        }
        #expect(try await session.firstColumn(CQLValue.self, of: "SELECT c FROM t", by: 1) == [.counter(-1)])
      }
    }

    private struct Person: Decodable, Equatable {
      struct Address: Decodable, Equatable {
        var street: String
        var zip: Int?
      }

      var id: UUID
      var name: String
      var born: Date?
      var scores: [String: [Double]]
      var home: Address
    }

    @Test("B15: the same rows as tuples, as a Decodable type, through a cursor and as any values")
    func decoding() async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TYPE address (street text, zip int)")
        try await session.execute(
          """
          CREATE TABLE people (
            id uuid PRIMARY KEY, name text, born timestamp, scores map<text, frozen<list<double>>>,
            home frozen<address>)
          """)
        let person = Person(
          id: UUID(), name: "Zoë \"quoted\" 🌡️", born: Date(timeIntervalSince1970: -1.5),
          scores: ["a": [1.5, -0.25], "b": []], home: .init(street: "Main", zip: nil))
        let home = CQLValue.udt(
          name: "address",
          fields: [.init(name: "street", value: .text(person.home.street)), .init(name: "zip", value: .null)])
        try await session.execute(
          """
          INSERT INTO people (id, name, born, scores, home)
          VALUES (\(person.id), \(person.name), \(person.born), \(person.scores), \(home))
          """)
        let query: Statement = "SELECT id, name, born, scores, home FROM people"
        let rows = session.rows(of: query)

        for try await decoded in rows.decode(Person.self) { #expect(decoded == person) }
        for try await (id, name, born, scores, place) in rows.decode(
          as: (UUID, String, Date?, [String: [Double]], CQLValue).self)
        {
          #expect(id == person.id && name == person.name && born == person.born && scores == person.scores)
          #expect(place == home)
        }
        for try await row in rows {
          let (id, name) = try row.decode { cells throws(CQLError) in
            (try cells.decode(UUID.self), try cells.decode(String.self))
          }
          #expect(id == person.id && name == person.name)
          #expect(
            try row.decode(CQLValue.self, named: "born") == .timestamp(CQLTimestamp(millisecondsSince1970: -1500)))
        }
      }
    }
  }
}
