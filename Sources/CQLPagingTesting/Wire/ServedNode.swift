import CQLNativeProtocol
import CQLPaging
import CQLSession

/// What all connections to a ``WireServer`` share.
final class ServedNode: Sendable {
  struct PreparedText: Sendable {
    let text: String
    let keyspace: String?
    /// The schema for which it was prepared: with another one the server has forgotten it.
    let schemaVersion: Int
  }

  let coordinator: FakeCoordinator
  let options: WireServer.Options
  /// The cluster as it is now; the same for ever where there is only this server.
  let view: @Sendable () -> ClusterView
  /// Where requests are noted.
  let journal: ClusterJournal?
  let gate = FreezeGate()
  private let prepared = Lock<[[UInt8]: PreparedText]>([:])

  init(
    coordinator: FakeCoordinator, options: WireServer.Options, view: @escaping @Sendable () -> ClusterView,
    journal: ClusterJournal?
  ) {
    self.coordinator = coordinator
    self.options = options
    self.view = view
    self.journal = journal
  }

  /// Remembers a text. Its id depends on text and keyspace alone, so that it stays the same when the columns change.
  func prepare(_ text: String, keyspace: String?) throws(ServerError) -> PreparedResult {
    let version = coordinator.schemaVersion
    let shape = try coordinator.shape(of: text, keyspace: keyspace)
    let key = Array("\(keyspace ?? "")\u{0}\(text)".utf8)
    let id = Murmur3.token(ofKey: key).bigEndianBytes + Murmur3.token(ofKey: key.reversed()).bigEndianBytes
    prepared.withLock {
      $0[id] = PreparedText(text: text, keyspace: keyspace, schemaVersion: version)
    }
    return PreparedResult(
      id: id, bindColumns: Columns(shape.markers), partitionKeyIndexes: shape.partitionKeyMarkers,
      resultColumns: shape.columns.isEmpty ? nil : Columns(shape.columns))
  }

  /// What was prepared under an id, or nil where the server does not know it (any more).
  func preparedText(_ id: [UInt8]) -> PreparedText? {
    let version = coordinator.schemaVersion
    return prepared.withLock { $0[id] }.flatMap { $0.schemaVersion == version ? $0 : nil }
  }

  func forget(_ id: [UInt8]) { prepared.withLock { _ = $0.removeValue(forKey: id) } }

  func forgetAll() { prepared.withLock { $0 = [:] } }
}
