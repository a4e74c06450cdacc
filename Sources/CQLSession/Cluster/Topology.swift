internal import CQLPaging
internal import Foundation

/// The nodes of a cluster, as one of them knows them: what its system.local and its system.peers (or peers_v2) say.
struct Topology: Sendable {
  /// Turns an address that the cluster reports into one that this client can reach.
  typealias AddressTranslator = @Sendable (ContactPoint) -> ContactPoint

  /// All nodes, in the order of their ids, which is the same whichever node was asked.
  let nodes: [ClusterNode]
  /// The place in ``nodes`` of the node that was asked.
  let local: Int
  /// The class that makes tokens of keys.
  let partitioner: String
  /// Where each node says that it is.
  let reported: [UUID: ReportedAddress]

  /// More nodes than this are no cluster, but a server that wants to fill the memory.
  static let maximumNodeCount = 4096
  /// Likewise; nodes of 256 tokens each have as many.
  static let maximumTokenCount = maximumNodeCount * 256
  private static let murmur3 = "Murmur3Partitioner"

  /// - Parameters:
  ///   - local: the row of system.local.
  ///   - peers: the rows of system.peers or system.peers_v2. Rows that lack an id, an address, a data centre or tokens
  ///     are passed over: a node that joins or leaves writes them piece by piece.
  ///   - contactPoint: where the node that was asked was reached, which stays its address; its port is also that of
  ///     peers that name none.
  ///   - previous: the topology so far. A node that still reports the same address stays where it was reached.
  ///   - translate: applied to reported addresses; nil leaves them as they are.
  /// - Throws: `.unexpectedResponse` where system.local lacks its row, an id or a data centre, or there are more peers
  ///   or tokens than a cluster has.
  init(
    local: CQLRows, peers: CQLRows, contactPoint: ContactPoint, previous: Topology? = nil,
    translate: AddressTranslator? = nil
  ) throws(CQLError) {
    guard peers.count < Self.maximumNodeCount else {
      throw CQLError(
        .unexpectedResponse,
        "\(contactPoint): system.peers has \(peers.count) rows, more than the \(Self.maximumNodeCount) nodes that a "
          + "session takes")
    }
    guard let row = local.first else { throw Self.incomplete(contactPoint, "no row") }
    guard let hostID: UUID = row.cell("host_id") else { throw Self.incomplete(contactPoint, "no host_id") }
    guard let dataCenter: String = row.cell("data_center") else {
      throw Self.incomplete(contactPoint, "no data_center")
    }
    let partitioner: String = row.cell("partitioner") ?? ""
    let hasMurmur3Tokens = partitioner.hasSuffix(Self.murmur3)
    var tokenCount = 0
    func counted(_ tokens: NodeTokens?) throws(CQLError) -> [Token] {
      guard let tokens else { return [] }
      tokenCount += tokens.numbers.count
      guard tokenCount <= Self.maximumTokenCount else {
        throw CQLError(
          .unexpectedResponse,
          "\(contactPoint): the nodes have more than the \(Self.maximumTokenCount) tokens that a session takes")
      }
      return hasMurmur3Tokens ? tokens.numbers.sorted() : []
    }

    var reported = [hostID: ReportedAddress(local: row)]
    var nodes = [
      ClusterNode(row, hostID: hostID, at: contactPoint, in: dataCenter, tokens: try counted(row.cell("tokens")))
    ]
    for row in peers {
      guard
        let hostID: UUID = row.cell("host_id"), reported[hostID] == nil,
        let dataCenter: String = row.cell("data_center"),
        let tokens: NodeTokens = row.cell("tokens"), !tokens.isEmpty,
        let report = ReportedAddress(peer: row), let host = report.host
      else { continue }
      var address = ContactPoint(host: host.description, port: report.port ?? contactPoint.port)
      if let known = previous?.node(hostID), previous?.reported[hostID]?.agrees(with: report) == true {
        address = known.address
      } else if let translate {
        address = translate(address)
      }
      // What was left behind by a node that the asked one replaced has its address, and is not there any more.
      guard address != contactPoint else { continue }
      reported[hostID] = report
      nodes.append(ClusterNode(row, hostID: hostID, at: address, in: dataCenter, tokens: try counted(tokens)))
    }
    nodes.sort { $0.hostID < $1.hostID }
    self.nodes = nodes
    self.local = nodes.firstIndex { $0.hostID == hostID } ?? 0
    self.partitioner = partitioner
    self.reported = reported
  }

  private static func incomplete(_ contactPoint: ContactPoint, _ what: String) -> CQLError {
    CQLError(
      .unexpectedResponse, "\(contactPoint): system.local has \(what): the node is not ready, or is no Cassandra node")
  }

  /// The node with this id; nil where there is none.
  func node(_ hostID: UUID) -> ClusterNode? { nodes.first { $0.hostID == hostID } }

  /// The place in ``nodes`` of the node with this address, as `host:port`; nil where there is none.
  func index(ofAddress address: String) -> Int? { nodes.firstIndex { $0.address.description == address } }

  /// The data centre whose nodes are asked first: the configured one, else that of the node that was asked.
  ///
  /// - Throws: `.invalidConfiguration` where no node is in the configured one.
  func localDataCenter(configured: String?) throws(CQLError) -> String {
    guard let configured else { return nodes[local].dataCenter }
    let names = Set(nodes.map(\.dataCenter))
    guard names.contains(configured) else {
      throw CQLError(
        .invalidConfiguration,
        "no node is in the data centre \"\(configured)\": the cluster has \(names.sorted().asShownNames)")
    }
    return configured
  }
}

extension ClusterNode {
  fileprivate init(_ row: CQLRow, hostID: UUID, at address: ContactPoint, in dataCenter: String, tokens: [Token]) {
    self.init(
      hostID: hostID, address: address, dataCenter: dataCenter, rack: row.cell("rack") ?? "",
      releaseVersion: row.cell("release_version"), schemaVersion: row.cell("schema_version"), tokens: tokens)
  }
}

/// A set of texts, as servers write tokens.
private struct NodeTokens: CQLDecodable {
  /// Whether there is none, not even one that is no number.
  let isEmpty: Bool
  /// Those that are numbers of 64 bits; of too many, as many as show that.
  let numbers: [Token]

  init(decoding cell: borrowing CQLCell) throws(CQLError) {
    var (isEmpty, numbers) = (true, [Token]())
    try cell.forEachPart { part throws(CQLError) in
      isEmpty = false
      guard let number = Int64(try String(decoding: part)) else { return }
      if numbers.count <= Topology.maximumTokenCount { numbers.append(Token(number)) }
    }
    (self.isEmpty, self.numbers) = (isEmpty, numbers)
  }
}
