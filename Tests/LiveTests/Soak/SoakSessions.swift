import CQLPaging
import CQLSession
import Testing

/// Who opens and closes sessions.
extension Soak {
  /// A session for a moment, which ends in one of several ways.
  func openAndClose(_ random: inout SoakRandom) async throws {
    var configuration = try Self.configuration(through: Bool.random(using: &random) ? proxy : nil)
    configuration.contactPoints.shuffle(using: &random)
    configuration.keyspace = keyspace
    configuration.connectionsPerNode = Int.random(in: 1...2, using: &random)
    let manner = Int.random(in: 0...7, using: &random)
    if manner == 0 { return try await cancelOpening(configuration, &random) }

    guard let session = try await open(configuration) else { return }
    switch manner {
    case 1:
      // Never closed: it ends when nobody has it any more.
      try await readOnce(session, &random)
      log.count("sessions dropped")
      log.add(session.metrics)
    case 2, 3:
      try await closeWhileReading(session, &random)
    default:
      do { try await readOnce(session, &random) } catch {
        await session.close()
        throw error
      }
      await session.close()
      log.count("sessions closed")
      log.add(session.metrics)
    }
  }

  /// Nil where no node could be reached: the connections can all be cut while they are made.
  private func open(_ configuration: SessionConfiguration) async throws -> CassandraSession? {
    do { return try await CassandraSession.connect(configuration) } catch let error as CQLError {
      log.failed("opening", error, isExpected: error.code == .noHostAvailable)
      return nil
    }
  }

  private func cancelOpening(_ configuration: SessionConfiguration, _ random: inout SoakRandom) async throws {
    let time = Duration.milliseconds(Int.random(in: 0...30, using: &random))
    _ = try await cancelled(after: time) {
      do {
        if let session = try await open(configuration) { await session.close() }
        log.count("sessions closed")
      } catch is CancellationError {
        log.count("openings cancelled")
      }
      return true
    }
  }

  private func readOnce(_ session: CassandraSession, _ random: inout SoakRandom) async throws {
    var reader = LineReader(random: &random)
    for try await row in session.retrying().rows(of: reader.statement, pageSize: reader.pageSize) {
      try reader.check(row)
    }
    reader.expectEnd(at: Self.rowsOfPartition)
    log.count("rows", Self.rowsOfPartition)
  }

  /// Readers end with all rows, or are told that the session was closed.
  private func closeWhileReading(_ session: CassandraSession, _ random: inout SoakRandom) async throws {
    let readers = (0..<6).map { _ in LineReader(random: &random) }
    let time = Duration.milliseconds(Int.random(in: 0...200, using: &random))
    await withTaskGroup(of: Void.self) { group in
      for reader in readers {
        group.addTask {
          var reader = reader
          do {
            for try await row in session.retrying().rows(of: reader.statement, pageSize: reader.pageSize) {
              try reader.check(row)
            }
            reader.expectEnd(at: Self.rowsOfPartition)
          } catch let error as PagingError where error.code == .sessionClosed {
            log.count("reads ended by closing")
          } catch {
            log.failed("reading a session that is closed", error)
          }
          log.count("rows", reader.rows)
        }
      }
      group.addTask {
        do { try await Task.sleep(for: time) } catch {}
        await session.close()
      }
    }
    log.count("sessions closed")
    log.add(session.metrics)
    let left = session.metrics
    #expect(left.requestsWaitingForConnection == 0 && left.requestsUnderWay == 0, "after it was closed: \(left)")
  }
}

extension SessionMetrics {
  /// Requests that are on their way or wait, at all nodes.
  var requestsUnderWay: Int { nodes.map { $0.requestsInFlight + $0.requestsWaiting }.reduce(0, +) }
}
