import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// What a server says of its cluster, in place of the truth; nil leaves an answer as it is.
struct HostileView: Sendable, CustomTestStringConvertible {
  typealias Rows = @Sendable () throws -> [SystemRows.Row]

  let testDescription: String
  var local: Rows?
  var peers: Rows?
  var keyspaces: Rows?
  var types: [String: CQLType] = [:]
  /// What is sent in place of the rows of system.local.
  var localAnswer: (@Sendable (_ stream: Int16) -> [UInt8])?
  /// How many nodes the session is to know afterwards; nil where it is to be refused.
  var nodes: Int? = 1

  init(_ sentence: String, nodes: Int? = 1, _ change: (inout HostileView) -> Void) {
    testDescription = sentence
    self.nodes = nodes
    change(&self)
  }

  func actions(_ exchange: WireExchange) -> [WireExchange.Action]? {
    guard let statement = exchange.statement, exchange.opcode == 7 || exchange.opcode == 10 else { return nil }
    let rows: Rows?
    switch statement {
    case let text where text.contains("FROM system.local"):
      if let localAnswer { return [.send(localAnswer(exchange.stream))] }
      rows = local
    case let text where text.contains("FROM system.peers"): rows = peers
    case let text where text.contains("FROM system_schema.keyspaces"): rows = keyspaces
    default: return nil
    }
    guard let rows, let result = try? SystemRows.result(rows(), types: types) else { return nil }
    return [.send(Frames.of(.result(.rows(result)), stream: exchange.stream))]
  }
}

extension HostileView {
  /// An address of the loopback network at which nobody listens.
  static func nobody(_ number: Int) -> String { "127.66.\(number >> 8 & 0xFF).\(number & 0xFF)" }

  static func peers(_ count: Int, _ change: SystemRows.Row = [:]) throws -> [SystemRows.Row] {
    try (1...count).map { try SystemRows.peer($0, address: nobody($0), change) }
  }

  /// Close to the most nodes that a session takes; fewer in a short run.
  static let crowd = Hostile.isExhaustive ? 4_000 : 500
  private static let manyNodes = Hostile.isExhaustive ? 1_000 : 200

  static let names: [HostileView] = [
    HostileView("system.local without a row", nodes: nil) { $0.local = { [] } },
    HostileView("system.local with two rows") { $0.local = { [try SystemRows.local(), try SystemRows.local(1)] } },
    HostileView("system.local without an id", nodes: nil) {
      $0.local = { [try SystemRows.local(change: ["host_id": nil])] }
    },
    HostileView("system.local whose id is a text", nodes: nil) {
      $0.local = { [try SystemRows.local(change: ["host_id": "x"])] }
      $0.types = ["host_id": .text]
    },
    HostileView("a data centre of 65,535 letters") {
      $0.local = { [try SystemRows.local(change: ["data_center": String(repeating: "d", count: 65_535)])] }
    },
    HostileView("an empty data centre and an empty rack") {
      $0.local = { [try SystemRows.local(change: ["data_center": "", "rack": ""])] }
    },
    HostileView("a partitioner that nobody knows") {
      $0.local = { [try SystemRows.local(change: ["partitioner": "org.example.Dice"])] }
    },
    HostileView("VOID for system.local", nodes: nil) {
      $0.localAnswer = { Frames.of(.result(.void), stream: $0) }
    },
    HostileView("READY for system.local", nodes: nil) {
      $0.localAnswer = { Frames.of(.ready, stream: $0) }
    },
    HostileView("an error for system.local", nodes: nil) {
      $0.localAnswer = { Frames.error(.unauthorized, "no", stream: $0) }
    },
    HostileView("2^31-1 columns and no rows for system.local", nodes: nil) {
      let metadata = [0, 0, 0, 2, 0, 0, 0, 4] + Hostile.most
      $0.localAnswer = { Frames.raw(stream: $0, opcode: 8, body: metadata + [0, 0, 0, 0]) }
    },
  ]

  static let addresses: [HostileView] = [
    HostileView("a peer of nulls") {
      $0.peers = { [try SystemRows.peer(1, address: nobody(1)).mapValues { _ in nil }] }
    },
    HostileView("more peers than there are clusters", nodes: nil) { $0.peers = { try peers(5_000) } },
    HostileView("a thousand peers at which nobody listens", nodes: 1_001) { $0.peers = { try peers(1_000) } },
    HostileView("as many peers as a session takes, at which nobody listens", nodes: crowd + 1) {
      $0.peers = { try peers(crowd) }
    },
    HostileView("a thousand peers with one id", nodes: 2) {
      $0.peers = { try peers(1_000, ["host_id": TestRing.id(9)]) }
    },
    HostileView("a thousand peers with one address", nodes: 1_001) {
      $0.peers = { try peers(1_000, ["rpc_address": try CQLInet(nobody(1))]) }
    },
    HostileView("peers with the own address, and several with one id", nodes: 2) {
      $0.peers = { try peers(3, ["rpc_address": try CQLInet("127.0.0.1")]) + peers(3, ["host_id": TestRing.id(0)]) }
    },
    HostileView("peers at 0.0.0.0, in all columns") {
      $0.peers = { try peers(9, ["rpc_address": try CQLInet("0.0.0.0"), "peer": try CQLInet("0.0.0.0")]) }
    },
    HostileView("peers at :: with an address of their own", nodes: 10) {
      $0.peers = { try peers(9, ["rpc_address": try CQLInet("::"), "peer": try CQLInet(nobody(7))]) }
    },
    HostileView("peers at ::1 and at multicast and broadcast addresses", nodes: 4) {
      $0.peers = {
        try ["::1", "224.0.0.1", "255.255.255.255"].enumerated().map {
          try SystemRows.peer($0.offset + 1, address: $0.element)
        }
      }
    },
    HostileView("addresses of 5 bytes") {
      $0.peers = {
        try peers(3, ["rpc_address": [UInt8](repeating: 1, count: 5), "peer": [UInt8](repeating: 1, count: 5)])
      }
      $0.types = ["rpc_address": .blob, "peer": .blob]
    },
    HostileView("ports of 0, -1 and 70,000", nodes: 4) {
      $0.peers = {
        try [0, -1, 70_000].enumerated().map {
          try SystemRows.peerV2($0.offset + 1, address: nobody($0.offset), port: $0.element)
        }
      }
    },
  ]

  static let rings: [HostileView] = [
    HostileView("tokens that are none", nodes: 10) {
      let garbage: Set = [
        "", "-", "x", "99999999999999999999", "1e3", "0x10", " 1", String(repeating: "9", count: 60_000),
      ]
      $0.peers = { try peers(9, ["tokens": garbage]) }
    },
    HostileView("tokens at both ends of the ring", nodes: 10) {
      let ends = Set([Int64.min, .min + 1, .max, .max - 1, 0].map { "\($0)" })
      $0.peers = { try peers(9, ["tokens": ends]) }
    },
    HostileView("no tokens") { $0.peers = { try peers(9, ["tokens": Set<String>()]) } },
    HostileView("tokens that are a blob") {
      $0.peers = { try peers(9, ["tokens": [UInt8](repeating: 0xFF, count: 100)]) }
      $0.types = ["tokens": .blob]
      $0.local = { [try SystemRows.local(change: ["tokens": [UInt8](repeating: 0xFF, count: 100)])] }
    },
    HostileView("more tokens than a cluster has, or a good part of that", nodes: Hostile.isExhaustive ? nil : 2) {
      let count = Hostile.isExhaustive ? 1_100_000 : 50_000
      $0.peers = { try peers(1, ["tokens": Set((0..<count).map { "\($0 &* 0x9E37_79B9_7F4A)" })]) }
    },
    HostileView("many nodes with many tokens each", nodes: manyNodes + 1) {
      let count = Hostile.isExhaustive ? 1_000 : 20
      $0.peers = {
        try (1...manyNodes).map { node in
          let tokens = (0..<count).map { "\(Int64(node * 1_000 + $0) &* 0x5851_F42D_4C95_7F2D)" }
          return try SystemRows.peer(node, address: nobody(node), ["tokens": Set(tokens)])
        }
      }
    },
  ]

  static let replications: [HostileView] =
    [
      "1000000000", "-1", "9223372036854775807", "9223372036854775808", "", "3/", "/", "three", "1/2/3", "0",
    ].flatMap { factor in
      ["SimpleStrategy", "NetworkTopologyStrategy"].map { strategy in
        HostileView("a factor of \"\(factor)\" for \(strategy)", nodes: 6) {
          $0.peers = { try peers(5) }
          let options = [
            "class": "org.apache.cassandra.locator.\(strategy)", "replication_factor": factor, "a": factor,
          ]
          $0.keyspaces = { [["keyspace_name": "test", "replication": options]] }
        }
      }
    } + [
      HostileView("a replication without a class") {
        $0.keyspaces = { [["keyspace_name": "test", "replication": [String: String]()]] }
      },
      HostileView("a class that nobody knows") {
        $0.keyspaces = { [["keyspace_name": "test", "replication": ["class": "...."]]] }
      },
      HostileView("a replication that is a text") {
        $0.keyspaces = { [["keyspace_name": "test", "replication": "x"]] }
        $0.types = ["replication": .text]
      },
      HostileView("ten thousand data centres") {
        let centres = Dictionary(uniqueKeysWithValues: (0..<10_000).map { ("\($0)", "3") })
        $0.keyspaces = {
          [["keyspace_name": "test", "replication": centres.merging(["class": "NetworkTopologyStrategy"]) { $1 }]]
        }
      },
      HostileView("twenty thousand keyspaces") {
        $0.keyspaces = {
          (0..<20_000).map {
            ["keyspace_name": $0 == 9 ? "test" : "k\($0)", "replication": ["class": "EverywhereStrategy"]]
          }
        }
      },
      HostileView("no keyspaces") { $0.keyspaces = { [] } },
    ]
}
