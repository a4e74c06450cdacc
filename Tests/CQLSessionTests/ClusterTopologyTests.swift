import CQLPaging
import Foundation
import Testing

@testable import CQLSession

@Suite struct ClusterTopologyTests {
  typealias Row = SystemRows.Row
  static let contactPoint = ContactPoint(host: "db.example", port: 9142)

  private func topology(
    local: Row? = nil, peers: [Row] = [], at contactPoint: ContactPoint = contactPoint, previous: Topology? = nil,
    translate: Topology.AddressTranslator? = nil
  ) throws -> Topology {
    try Topology(
      local: SystemRows.make([local ?? SystemRows.local()]), peers: SystemRows.make(peers), contactPoint: contactPoint,
      previous: previous, translate: translate)
  }

  private func addresses(_ topology: Topology) -> [String] { topology.nodes.map(\.address.description) }

  @Test("F1: the node that was asked, and its peers as 3.11 has them")
  func oldRelease() throws {
    let schema = UUID()
    let topology = try topology(
      local: SystemRows.local(1),
      peers: [
        SystemRows.peer(2, address: "10.0.0.3", ["schema_version": schema]), SystemRows.peer(0, address: "fe80::1"),
      ])
    #expect(addresses(topology) == ["[fe80:0:0:0:0:0:0:1]:9142", "db.example:9142", "10.0.0.3:9142"])
    #expect(topology.local == 1)
    #expect(topology.nodes[1].tokens.map(\.rawValue) == [-5, 7], "sorted as numbers, not as texts")
    #expect(topology.nodes[2].dataCenter == "a")
    #expect(topology.nodes[2].rack == "r2")
    #expect(topology.nodes[2].releaseVersion == "3.11.19")
    #expect(topology.nodes[2].schemaVersion == schema)
    #expect(topology.nodes.map(\.state) == [.idle, .idle, .idle])
    #expect(topology.index(ofAddress: "10.0.0.3:9142") == 2)
    #expect(topology.index(ofAddress: "10.0.0.3:9042") == nil)
  }

  @Test(
    "F1: which address a peer is reached at",
    arguments: [
      ("4.0's native address and port", "native_address", "10.0.0.2", 9044, "10.0.0.2:9044"),
      ("no port", "native_address", "10.0.0.2", nil, "10.0.0.2:9142"),
      ("a port that is none", "native_address", "10.0.0.2", 0, "10.0.0.2:9142"),
      ("a port too large", "native_address", "10.0.0.2", 70_000, "10.0.0.2:9142"),
      ("on all addresses: the one for other nodes", "native_address", "0.0.0.0", 9044, "10.9.0.1:9044"),
      ("the same in 3.11", "rpc_address", "0.0.0.0", nil, "10.9.0.1:9142"),
      ("the same in IPv6", "rpc_address", "::", nil, "10.9.0.1:9142"),
    ] as [(String, String, String, Int32?, String)])
  func peerAddress(sentence: String, column: String, address: String, port: Int32?, expected: String) throws {
    var peer = try SystemRows.peerV2(1, address: "10.0.0.2", port: port)
    peer["native_address"] = nil
    peer[column] = try CQLInet(address)
    #expect(try addresses(topology(peers: [peer])) == ["db.example:9142", expected])
  }

  @Test(
    "F1: rows that are not whole, or no peers, are passed over",
    arguments: [
      ("no id yet", ["host_id": nil]), ("no tokens yet", ["tokens": nil]), ("no tokens", ["tokens": Set<String>()]),
      ("no data centre yet", ["data_center": nil]), ("no address yet", ["rpc_address": nil]),
      ("the node itself", ["host_id": TestRing.id(0)]), ("a node twice", ["host_id": TestRing.id(2)]),
      ("no address at all", ["rpc_address": try? CQLInet("0.0.0.0"), "peer": nil]),
    ] as [(String, Row)])
  func passedOver(sentence: String, change: Row) throws {
    let topology = try topology(
      peers: [SystemRows.peer(2, address: "10.0.0.3"), SystemRows.peer(1, address: "10.0.0.2", change)])
    #expect(addresses(topology) == ["db.example:9142", "10.0.0.3:9142"])
  }

  @Test("F1: what a replaced node left behind does not share the address of the node that was asked")
  func replaced() throws {
    let contactPoint = ContactPoint(host: "10.0.0.1")
    let topology = try topology(peers: [SystemRows.peer(1, address: "10.0.0.1")], at: contactPoint)
    #expect(topology.nodes.map(\.hostID) == [TestRing.id(0)])
  }

  @Test("F1: columns of other types, and columns that are not there, are no values; nothing traps")
  func otherTypes() throws {
    let peer: Row = ["host_id": "text", "data_center": 5 as Int32, "tokens": "1", "rpc_address": "10.0.0.2"]
    let peers = try SystemRows.make(
      [peer], types: ["host_id": .text, "data_center": .int, "tokens": .text, "rpc_address": .text])
    let topology = try Topology(
      local: SystemRows.make([SystemRows.local()]), peers: peers, contactPoint: Self.contactPoint)
    #expect(topology.nodes.count == 1)
    let bare: Row = ["host_id": TestRing.id(0), "data_center": "a"]
    let alone = try self.topology(local: bare)
    #expect(alone.nodes.map(\.rack) == [""])
    #expect(alone.nodes.map(\.tokens) == [[]])
    #expect(alone.nodes[0].releaseVersion == nil)
  }

  @Test(
    "F1: a system.local without what is needed is a typed error that says what",
    arguments: [("host_id", "no host_id"), ("data_center", "no data_center")])
  func incomplete(column: String, message: String) throws {
    let error = #expect(throws: CQLError.self) { try topology(local: SystemRows.local(0, change: [column: nil])) }
    #expect(error?.code == .unexpectedResponse)
    #expect(error?.message.contains(message) == true)
    let empty = #expect(throws: CQLError.self) {
      try Topology(local: SystemRows.make([]), peers: SystemRows.make([]), contactPoint: Self.contactPoint)
    }
    #expect(empty?.message.contains("no row") == true)
  }

  @Test("F1: more peers than any cluster has are refused before anything is kept of them")
  func tooManyPeers() throws {
    let rows = try (1...Topology.maximumNodeCount).map { try SystemRows.peer($0, address: "10.0.0.2") }
    let error = #expect(throws: CQLError.self) { try topology(peers: rows) }
    #expect(error?.code == .unexpectedResponse)
  }

  @Test("F1: more tokens than any cluster has are refused, in one row or in all of them; as many are taken")
  func tooManyTokens() throws {
    func node(_ number: Int, tokens: Range<Int>) throws -> Row {
      try SystemRows.peer(number, address: "10.0.0.\(number)", ["tokens": tokens.map(String.init)])
    }
    func topology(_ peers: [Row]) throws -> Topology {
      let local = try SystemRows.local(change: ["tokens": [] as [String]])
      let types: [String: CQLType] = ["tokens": .list(.text)]
      return try Topology(
        local: SystemRows.make([local], types: types), peers: SystemRows.make(peers, types: types),
        contactPoint: Self.contactPoint)
    }
    let count = Topology.maximumTokenCount
    let most = [try node(2, tokens: 0..<count / 2), try node(3, tokens: count / 2..<count)]
    #expect(try topology(most).nodes.map(\.tokens.count).sorted() == [0, count / 2, count / 2])
    for peers in [most + [try node(4, tokens: 0..<1)], [try node(2, tokens: 0..<count + 1)]] {
      let error = #expect(throws: CQLError.self) { try topology(peers) }
      #expect(error?.code == .unexpectedResponse)
      #expect(error?.message.contains("more than the 1048576 tokens") == true)
    }
  }

  @Test(
    "F8: tokens are Murmur3's alone, and what is no number is left out",
    arguments: [
      ("org.apache.cassandra.dht.Murmur3Partitioner", ["1", "x", "9223372036854775808", "-2"], [-2, 1]),
      ("Murmur3Partitioner", ["3"], [3]), ("org.apache.cassandra.dht.RandomPartitioner", ["1", "2"], []),
      ("org.apache.cassandra.dht.ByteOrderedPartitioner", ["00ff"], []), (nil, ["1"], []),
    ] as [(String?, [String], [Int64])])
  func partitioners(partitioner: String?, texts: [String], tokens: [Int64]) throws {
    let local = try SystemRows.local(0, change: ["partitioner": partitioner])
    let topology = try topology(local: local, peers: [SystemRows.peer(1, address: "10.0.0.2", ["tokens": Set(texts)])])
    #expect(topology.nodes.count == 2, "the node itself is there in any case")
    #expect(topology.nodes[1].tokens.map(\.rawValue) == tokens)
  }

  @Test("F1: reported addresses are translated; that of the node that was asked is known to work and stays")
  func translation() throws {
    let topology = try topology(peers: [SystemRows.peerV2(1, address: "10.0.0.2", port: 9042)]) { reported in
      ContactPoint(host: "gateway", port: reported.port + 1)
    }
    #expect(addresses(topology) == ["db.example:9142", "gateway:9043"])
  }

  @Test("F1: a node keeps the address it was reached at when another node is asked, until it reports another")
  func movedControlConnection() throws {
    let first = try topology(peers: [SystemRows.peer(1, address: "10.0.0.2")])
    let other = ContactPoint(host: "10.0.0.2", port: 9142)
    let ownRow = try SystemRows.local(1, address: "10.0.0.2")
    let second = try topology(
      local: ownRow, peers: [SystemRows.peer(0, address: "10.0.0.1")], at: other, previous: first)
    #expect(addresses(second) == ["db.example:9142", "10.0.0.2:9142"])
    #expect(second.local == 1)
    #expect(first.nodes.map(\.hostID) == second.nodes.map(\.hostID), "nodes keep their places")
    let third = try topology(
      local: ownRow, peers: [SystemRows.peer(0, address: "10.0.0.77")], at: other, previous: second)
    #expect(addresses(third) == ["10.0.0.77:9142", "10.0.0.2:9142"])
    #expect(third.changes(since: second).changed.map(\.hostID) == [TestRing.id(0)])
  }

  @Test("F1: a node that listens on all addresses is known again by the one for other nodes")
  func boundToAll() throws {
    let first = try topology(local: SystemRows.local(0, address: "0.0.0.0"))
    let second = try topology(
      local: SystemRows.local(1, address: "10.0.0.2"), peers: [SystemRows.peer(0, address: "0.0.0.0")],
      at: ContactPoint(host: "10.0.0.2"), previous: first)
    #expect(addresses(second).first == "db.example:9142")
  }

  @Test(
    "F1: what counts as a change",
    arguments: [
      ("nothing", [:], "added [] removed [] changed []"),
      ("a release", ["release_version": "5.0.2"], "added [] removed [] changed []"),
      ("a schema", ["schema_version": TestRing.id(9)], "added [] removed [] changed []"),
      ("the data centre", ["data_center": "b"], "added [] removed [] changed [1]"),
      ("the rack", ["rack": "r9"], "added [] removed [] changed [1]"),
      ("the tokens", ["tokens": Set(["1", "2"])], "added [] removed [] changed [1]"),
      ("the address", ["rpc_address": try? CQLInet("10.0.0.9")], "added [] removed [] changed [1]"),
      ("another node in its place", ["host_id": TestRing.id(5)], "added [5] removed [1] changed []"),
      ("a node that left", ["host_id": nil], "added [] removed [1] changed []"),
    ] as [(String, Row, String)])
  func changes(sentence: String, change: Row, expected: String) throws {
    let before = try topology(peers: [SystemRows.peer(1, address: "10.0.0.2")])
    let after = try topology(peers: [SystemRows.peer(1, address: "10.0.0.2", change)], previous: before)
    let difference = after.changes(since: before)
    func numbers(_ nodes: [ClusterNode]) -> [Int] { nodes.map { Int($0.hostID.uuid.15) } }
    #expect(
      "added \(numbers(difference.added)) removed \(numbers(difference.removed)) changed \(numbers(difference.changed))"
        == expected)
    #expect(difference.isEmpty == (expected == "added [] removed [] changed []"))
  }

  @Test("F8: the local data centre: the configured one, else that of the node that was asked")
  func localDataCenter() throws {
    let topology = try topology(peers: [SystemRows.peer(1, address: "10.0.0.2", ["data_center": "b"])])
    #expect(try topology.localDataCenter(configured: nil) == "a")
    #expect(try topology.localDataCenter(configured: "b") == "b")
    let error = #expect(throws: CQLError.self) { try topology.localDataCenter(configured: "B") }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message.contains("the cluster has a, b") == true)
  }

  @Test("F8: strategies of all keyspaces, without the rows that have none")
  func strategies() throws {
    let rows = try SystemRows.make([
      ["keyspace_name": "app", "replication": ["class": "NetworkTopologyStrategy", "a": "3", "b": "3/1"]],
      ["keyspace_name": "system", "replication": ["class": "org.apache.cassandra.locator.LocalStrategy"]],
      ["keyspace_name": "half", "replication": nil],
    ])
    #expect(
      ReplicationStrategy.all(in: rows) == ["app": .networkTopology(["a": 3, "b": 3]), "system": .local])
  }
}
