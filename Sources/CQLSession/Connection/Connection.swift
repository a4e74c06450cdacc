package import CQLNativeProtocol
package import CQLPaging
internal import Synchronization

/// One connection to one server, shared by many requests.
///
/// Requests are encoded by their callers into an outbox. When nothing else is in flight the caller also sends it, which
/// saves the hand-over to the loop's thread; otherwise the loop sends the whole outbox at once. Answers are read by the
/// loop and handed to their callers as frames, which the callers decode.
package final class Connection: EventLoopChannel {
  package let contactPoint: ContactPoint
  /// The contact point as text, which every page carries.
  package let name: String
  /// The columns of the page that came last.
  package let columnMemory = ColumnMemory()
  private let loop: EventLoop
  private let state: Lock<ConnectionState>
  private let lastRequestID = Atomic<UInt64>(0)

  /// What an owner learns of a connection that it has opened, on any thread and outside of all locks.
  package enum Notice {
    /// It takes requests.
    case ready
    /// The server tells of something that nobody has asked about.
    case event(ServerEvent)
    /// Requests wait here for nothing: too many are never answered, or an answer does not end. Those in flight may still be
    /// answered, new ones belong elsewhere.
    case retired
    /// It is over, or never began. Comes once, as the last.
    case closed(any Error)
  }

  /// A connection that is still to be opened.
  ///
  /// - Parameters:
  ///   - keyspace: the one to use; nil for none.
  ///   - layers: made of the configuration.
  init(
    _ contactPoint: ContactPoint, configuration: SessionConfiguration, keyspace: String?, loop: EventLoop,
    layers: ConnectionLayers
  ) {
    self.contactPoint = contactPoint
    name = contactPoint.description
    self.loop = loop
    state = Lock(
      ConnectionState(contactPoint: contactPoint, configuration: configuration, keyspace: keyspace, layers: layers))
  }

  /// Begins to look up the host, to connect, and to get the connection ready for queries. To be called once.
  ///
  /// - Parameter notify: told how that went, within the connect timeout, whatever the server does; and of what comes
  ///   after that.
  package func open(notify: @escaping @Sendable (Notice) -> Void) {
    state.withLock { $0.notify = notify }
    Resolver.resolve(contactPoint) { self.resolved($0) }
    loop.register(self)
  }

  private func resolved(_ result: Result<[SystemCalls.Address], SystemError>) {
    state.withLock { $0.resolved(result) }.resume()
    loop.wake()
  }

  /// Where the server is. A name that stands for several servers is of no use for finding this one again.
  package var address: ContactPoint { state.withLock { $0.address ?? contactPoint } }

  /// Whether it takes new requests.
  package var isUsable: Bool { state.withLock { $0.isUsable } }

  /// Whether it takes new requests, and there is no reason to send them elsewhere.
  package var isTrusted: Bool { state.withLock { $0.isTrusted } }

  /// Requests whose answers have not come, whoever waits for them, and those that wait for a stream id.
  package var load: Int { state.withLock { $0.table.load } }

  /// What it has counted up to now, and what it has to do.
  var metrics: ConnectionMetrics { state.withLock { $0.metrics } }

  /// Someone says that the server is gone: it is asked, and the connection closed if it does not answer.
  package func doubt() {
    state.withLock { $0.heartbeat.doubt() }
    loop.wake()
  }

  /// Sends a request and waits for its answer.
  ///
  /// - Parameter begun: the present, for callers who have just looked at the clock: the latency is counted from here.
  /// - Throws: ``CQLError`` `.timeout`, `.connectionClosed` and the like; `CancellationError` where the task was
  ///   cancelled. The answer that comes later is thrown away.
  package func send(
    _ message: RequestMessage, deadline: ContinuousClock.Instant, begun: ContinuousClock.Instant = .now
  ) async throws -> Frame {
    let id = nextRequestID()
    let result: Result<Frame, any Error> = await suspended { continuation in
      submit(id, message, deadline: deadline, begun: begun, isCancelled: { Task.isCancelled }) {
        continuation.resume(returning: $0)
      }
    } onCancel: {
      cancel(id)
    }
    return try result.get()
  }

  /// Sends a request and calls back with its answer, once, from any thread. Whether the task is cancelled that this is
  /// called in, if any, makes no difference: mostly the request is not for it.
  ///
  /// - Parameter announce: told where the next page begins as soon as that part of the answer is here; at most once.
  /// - Returns: the number to ``cancel(_:)`` it by.
  package func start(
    _ message: RequestMessage, deadline: ContinuousClock.Instant, begun: ContinuousClock.Instant = .now,
    announce: (@Sendable (PagingState) -> Void)? = nil,
    completion: @escaping @Sendable (Result<Frame, any Error>) -> Void
  ) -> UInt64 {
    let id = nextRequestID()
    submit(
      id, message, deadline: deadline, begun: begun, isCancelled: { false }, announce: announce, completion: completion)
    return id
  }

  /// Gives a request up: it ends with `CancellationError`, unless it has ended already. The answer that comes later is
  /// thrown away.
  package func cancel(_ id: UInt64) {
    let (resumptions, needsLoop) = state.withLock { $0.cancel(id) }
    resumptions.resume()
    if needsLoop { loop.wake() }
  }

  private func nextRequestID() -> UInt64 { lastRequestID.add(1, ordering: .relaxed).newValue }

  private func submit(
    _ id: UInt64, _ message: RequestMessage, deadline: ContinuousClock.Instant, begun: ContinuousClock.Instant,
    isCancelled: () -> Bool, announce: (@Sendable (PagingState) -> Void)? = nil,
    completion: @escaping @Sendable (Result<Frame, any Error>) -> Void
  ) {
    let request = PendingRequest(id: id, message: message, begun: begun, announce: announce, completion: completion)
    let (resumptions, needsLoop) = state.withLock { state in
      // Under the lock: a cancellation that came before this point is seen here, a later one finds the request.
      if isCancelled() { return ([request.ended(.failure(CancellationError()))], false) }
      return state.submit(request, deadline: deadline)
    }
    resumptions.resume()
    if needsLoop { loop.wake() }
  }

  /// Takes no more requests, and closes the connection when those in flight have ended.
  package func retire() {
    state.withLock { $0.retire() }.resume()
    loop.wake()
  }

  /// Closes the connection; requests in flight end with `error`.
  package func close(with error: any Error) {
    state.withLock { $0.fail(error) }.resume()
    loop.wake()
  }

  /// The session ends; requests in flight end with `.sessionClosed`.
  package func stop() { close(with: CQLError.sessionClosed) }

  package func prepare(now: ContinuousClock.Instant) -> ChannelInterest? {
    let (interest, resumptions) = state.withLock { $0.prepare(now: now) }
    resumptions.resume()
    return interest
  }

  package func ready(read: Bool, write: Bool) {
    state.withLock { $0.ready(read: read, write: write) }.resume()
  }
}

/// A request and whoever waits for it. One reference, because tables and queues copy what they hand out.
final class PendingRequest {
  let id: UInt64
  let message: RequestMessage
  /// When the connection was given it.
  let begun: ContinuousClock.Instant
  /// Told where the next page begins, before the answer is here.
  let announce: (@Sendable (PagingState) -> Void)?
  let completion: @Sendable (Result<Frame, any Error>) -> Void
  /// How often the connection had received something when the request came.
  var receptionsBefore: UInt64 = 0

  init(
    id: UInt64, message: RequestMessage, begun: ContinuousClock.Instant,
    announce: (@Sendable (PagingState) -> Void)?,
    completion: @escaping @Sendable (Result<Frame, any Error>) -> Void
  ) {
    self.id = id
    self.message = message
    self.begun = begun
    self.announce = announce
    self.completion = completion
  }

  func ended(_ result: Result<Frame, any Error>) -> Resumption { .ended(self, result) }

  /// Ends it before any of it was sent.
  func endedUnsent(_ error: any Error) -> Resumption { ended(.failure((error as? CQLError)?.ofRequestNotRun ?? error)) }
}

/// A caller to wake, once the lock is free again.
enum Resumption {
  case ended(PendingRequest, Result<Frame, any Error>)
  case other(() -> Void)

  func resume() {
    switch self {
    case .ended(let request, let result): request.completion(result)
    case .other(let call): call()
    }
  }
}

extension [Resumption] {
  func resume() {
    for resumption in self { resumption.resume() }
  }
}
