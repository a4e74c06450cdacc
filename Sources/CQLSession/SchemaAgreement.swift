internal import CQLNativeProtocol
internal import CQLPaging
internal import Foundation

/// Waits until the nodes have the schema of the one that has just changed it. Without that, the next statement may come to
/// a node that has not heard of the table yet.
struct SchemaAgreement {
  /// To the node that has changed the schema.
  let connection: Connection
  let deadline: ContinuousClock.Instant
  /// Whether a node is there to agree: one that is down hears of the change when it comes back.
  let isUp: @Sendable (UUID) -> Bool

  /// No server tells of it, so it has to be asked.
  private static let pause = Duration.milliseconds(50)

  /// Returns at the deadline as well, and where the node does not say: the statement itself has been run, and an error might
  /// have it run again.
  ///
  /// - Throws: `CancellationError`.
  func wait() async throws {
    do {
      while try await !isReached(), .now + Self.pause < deadline { try await Task.sleep(for: Self.pause) }
    } catch is CQLError {}
  }

  private func isReached() async throws -> Bool {
    async let local = rows(of: "SELECT schema_version FROM system.local WHERE key='local'")
    async let peers = rows(of: "SELECT host_id, schema_version FROM system.peers")
    guard let own = try await local.first?.decode(UUID?.self, at: 0) else { return true }
    for peer in try await peers {
      let (id, version) = try peer.decode(as: (UUID?, UUID?).self)
      if let id, version != own, isUp(id) { return false }
    }
    return true
  }

  private func rows(of text: String) async throws -> CQLRows {
    let query = Query(text, parameters: QueryParameters(consistency: .one))
    let frame = try await connection.send(RequestMessage(.query(query)), deadline: deadline)
    guard case .result(.rows(let result)) = try ResponseMessage(decoding: frame).response else { return CQLRows.none }
    return try result.rows()
  }
}
