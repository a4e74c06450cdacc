internal import CQLNativeProtocol
internal import CQLPaging

/// What a connection knows, guarded by its lock. Methods answer with the callers to wake when the lock is free.
struct ConnectionState: ~Copyable {
  enum Phase {
    case resolving
    /// The addresses that are still to be tried.
    case connecting(remaining: ArraySlice<SystemCalls.Address>)
    /// The handshake of TLS, where there is one.
    case securing
    case handshaking
    case ready
    case closed(any Error)
  }

  let contactPoint: ContactPoint
  let connectDeadline: ContinuousClock.Instant
  let connectTimeout: Duration
  var phase = Phase.resolving
  let layers: ConnectionLayers
  var transport: Transport?
  var failedAddresses: [String] = []
  var hasSeveralAddresses = false
  /// The address that is being connected to, where the host has several.
  var address: ContactPoint?
  var handshake: Handshake
  var assembler: FrameAssembler
  var outbox = Outbox()
  /// Nil until the server was asked for it: STARTUP is never compressed (section 5).
  var compression: BodyCompression?
  var table: RequestTable<PendingRequest>
  var receptions: UInt64 = 0
  /// Since when the frame that is being read has been on its way; nil where none is.
  var partialSince: ContinuousClock.Instant?
  /// The request that was last told where the page behind its own begins.
  var announcedRequest: UInt64 = 0
  /// Whether the connection is of no more use: it gets no more requests, and is closed as soon as nobody waits on it.
  var isRetired = false
  var heartbeat: Heartbeat
  var traffic = TrafficMetrics()
  /// Tells the connection's owner.
  var notify: (@Sendable (Connection.Notice) -> Void)?

  init(
    contactPoint: ContactPoint, configuration: SessionConfiguration, keyspace: String?, layers: ConnectionLayers
  ) {
    self.contactPoint = contactPoint
    self.layers = layers
    connectTimeout = configuration.connectTimeout
    connectDeadline = .now + configuration.connectTimeout
    handshake = Handshake(
      authenticator: configuration.authenticator, keyspace: keyspace, compression: layers.compression?.name)
    assembler = FrameAssembler(expecting: .responses, bodyLimit: configuration.maximumFrameLength)
    table = RequestTable(limit: configuration.maximumConcurrentRequests)
    heartbeat = Heartbeat(
      interval: configuration.heartbeatInterval, patience: configuration.heartbeatTimeout, now: connectDeadline)
  }

  var isUsable: Bool {
    if case .ready = phase { !isRetired } else { false }
  }

  var isTrusted: Bool { isUsable && !heartbeat.isInDoubt }

  var metrics: ConnectionMetrics {
    ConnectionMetrics(
      traffic: traffic, requestsInFlight: table.inFlightCount, requestsWaiting: isClosed ? 0 : table.queuedCount)
  }

  // Requests.

  /// - Returns: also whether the loop has to look at the connection.
  mutating func submit(_ request: PendingRequest, deadline: ContinuousClock.Instant) -> ([Resumption], Bool) {
    if case .closed(let error) = phase { return ([request.endedUnsent(error)], false) }
    if isRetired { return ([request.endedUnsent(givenUp)], false) }
    request.receptionsBefore = receptions
    let wasEmpty = outbox.isEmpty
    let earlier = table.earliestDeadline
    let isNewEarliest = earlier.map { deadline < $0 } ?? true
    guard let stream = table.add(request, deadline: deadline) else { return ([], isNewEarliest) }
    var resumptions = encode(request, stream: stream)
    // Alone on the connection: sending here is faster than waking the loop for it.
    if wasEmpty, table.inFlightCount == 1 { resumptions += flush() }
    return (resumptions, isNewEarliest || (wasEmpty && !outbox.isEmpty) || isClosed)
  }

  /// - Returns: also whether the loop has to look at the connection.
  mutating func cancel(_ id: UInt64) -> ([Resumption], Bool) {
    let earlier = table.earliestDeadline
    // Where no answer comes in the time of a heartbeat, the stream id is one of those that are lost.
    guard let cancelled = table.abandonFirst(lateAt: .now + heartbeat.patience, where: { $0.id == id }) else {
      return ([], isClosed)
    }
    traffic.cancellations += 1
    let resumptions = [cancelled.ended(.failure(CancellationError()))] + closeIfRetired()
    return (resumptions, isClosed || table.earliestDeadline != earlier)
  }

  private mutating func encode(_ request: PendingRequest, stream: Int16) -> [Resumption] {
    do throws(CQLError) {
      try outbox.append(request.message, stream: stream, compression: compression)
      traffic.asked(request.message.request)
      return []
    } catch {
      _ = table.answer(stream)
      return [request.ended(.failure(error))]
    }
  }

  mutating func sendQueued() -> [Resumption] {
    var resumptions: [Resumption] = []
    while let (request, stream) = table.dequeue() { resumptions += encode(request, stream: stream) }
    return resumptions
  }

  private mutating func expire(now: ContinuousClock.Instant) -> [Resumption] {
    guard let deadline = table.earliestDeadline, deadline <= now else { return [] }
    let reading = assembler.partialStream.flatMap { table.waiting($0) }
    // Also of requests that were cancelled: where all callers have less patience than that, nothing else would tell.
    let (expired, isAnyLate) = table.expire(now: now)
    guard isAnyLate else { return [] }
    traffic.timeouts += expired.count
    // It may be gone, or only slow with these: requests that others have here are not to suffer from that.
    if expired.contains(where: { $0.receptionsBefore == receptions }) { heartbeat.doubt() }
    let isMidFrame = assembler.isMidFrame
    let isReadingLate = expired.contains { $0 === reading }
    let retirement = isStuck(isReadingLate: isReadingLate, now: now) ? retireStuck() : []
    let error = CQLError(
      .timeout,
      isMidFrame
        ? "\(contactPoint) stopped in the middle of an answer and went on too late or not at all"
        : "\(contactPoint) did not answer in time")
    return expired.map { $0.ended(.failure(error)) } + retirement + closeIfRetired()
  }

  /// New requests go elsewhere from here on, and so do those that have only waited here.
  private mutating func retireStuck() -> [Resumption] {
    let notices = isRetired ? [] : notice(.retired)
    isRetired = true
    return notices + endQueued(givenUp)
  }

  private var givenUp: CQLError { CQLError(.connectionClosed, "the connection to \(contactPoint) was given up") }

  private mutating func endQueued(_ error: any Error) -> [Resumption] {
    table.removeQueued().map { $0.endedUnsent(error) }
  }

  /// Whether requests would wait here for nothing, though the server gives signs of life.
  ///
  /// - Parameter isReadingLate: whether the answer that is on its way is to a request whose time has just run out.
  private func isStuck(isReadingLate: Bool, now: ContinuousClock.Instant) -> Bool {
    // Stream ids whose answers never come are of no use any more.
    if 2 * table.overdueCount >= table.limit { return true }
    // All others are behind an answer that nobody waits for: it is too late, or has been on its way for long.
    guard let partialSince, assembler.partialStream.flatMap({ table.waiting($0) }) == nil else { return false }
    return isReadingLate || partialSince + heartbeat.patience <= now
  }

  private mutating func beat(now: ContinuousClock.Instant) -> [Resumption] {
    switch heartbeat.tick(now: now, receptions: receptions) {
    case .none: return []
    case .ask:
      traffic.heartbeatsSent += 1
      return say(.options)
    case .giveUp:
      // This process may have been the one that slept: then the answer is here.
      let resumptions = receive()
      guard !isClosed, heartbeat.tick(now: now, receptions: receptions) == .giveUp else { return resumptions }
      traffic.heartbeatsMissed += 1
      return resumptions
        + fail(CQLError(.connectionClosed, "\(contactPoint) has not given a sign of life for too long"))
    }
  }

  // The loop's turn.

  mutating func prepare(now: ContinuousClock.Instant) -> (ChannelInterest?, [Resumption]) {
    var resumptions: [Resumption] = []
    switch phase {
    case .resolving, .connecting, .securing, .handshaking:
      resumptions += now < connectDeadline ? connect() : fail(connectTimedOut())
    case .ready:
      resumptions += expire(now: now)
      resumptions += beat(now: now)
    case .closed: break
    }
    if hasUnread { resumptions += receive() }
    resumptions += flush()
    if isClosed {
      // Here and nowhere else, so that the loop never waits for a number that has become another's.
      transport?.close()
      transport = nil
      return (nil, resumptions)
    }
    return (interest(now: now), resumptions)
  }

  /// Whether bytes are at hand that poll(2) does not know of.
  var hasUnread: Bool { mutating get { transport?.hasUnread ?? false } }

  /// Whether TLS has something to send before it can go on.
  var wantsWrite: Bool { mutating get { transport?.wantsWrite ?? false } }

  private mutating func interest(now: ContinuousClock.Instant) -> ChannelInterest {
    let number = transport?.number ?? -1
    switch phase {
    case .resolving, .connecting, .closed:
      return ChannelInterest(descriptor: number, write: true, deadline: connectDeadline)
    case .securing:
      return ChannelInterest(descriptor: number, read: !wantsWrite, write: wantsWrite, deadline: connectDeadline)
    case .handshaking:
      return ChannelInterest(
        descriptor: number, read: true, write: !outbox.isEmpty || wantsWrite,
        deadline: hasUnread ? now : connectDeadline)
    case .ready:
      return ChannelInterest(
        descriptor: number, read: true, write: !outbox.isEmpty || wantsWrite,
        deadline: hasUnread ? now : table.earliestDeadline.map { min($0, heartbeat.deadline) } ?? heartbeat.deadline)
    }
  }

  mutating func flush() -> [Resumption] {
    guard !isClosed else { return [] }
    do throws(TransportError) {
      while !outbox.isEmpty, case .bytes(let count) = try transport?.write(outbox.unsent) {
        traffic.bytesSent += count
        outbox.didSend(count)
      }
      return []
    } catch {
      return fail(closed(cause: error))
    }
  }

  // The end.

  var isClosed: Bool {
    if case .closed = phase { true } else { false }
  }

  /// Ends the connection and everyone who waits on it. The descriptor is closed on the loop's next turn.
  mutating func fail(_ error: any Error) -> [Resumption] {
    if isClosed { return [] }
    phase = .closed(error)
    outbox.discard()
    // The owner first: a request that fails with the connection and is tried again shall not meet it again.
    let notices = notice(.closed(error))
    notify = nil
    return notices + endQueued(error) + table.removeAll().map { $0.ended(.failure(error)) }
  }

  func notice(_ notice: Connection.Notice) -> [Resumption] {
    guard let notify else { return [] }
    return [.other { notify(notice) }]
  }

  /// Gets no more requests. While it is being opened nobody waits on it, and it ends at once.
  mutating func retire() -> [Resumption] {
    isRetired = true
    return closeIfRetired()
  }

  mutating func closeIfRetired() -> [Resumption] {
    guard isRetired, table.liveCount == 0 else { return [] }
    return fail(givenUp)
  }

  func closed(cause: TransportError?) -> CQLError {
    let place = assembler.isMidFrame ? " in the middle of an answer" : ""
    // Servers that want TLS close the connection without a word.
    let hint = receptions == 0 && layers.security == nil ? "; does it want TLS?" : ""
    switch cause {
    case nil: return CQLError(.connectionClosed, "\(contactPoint) closed the connection\(place)\(hint)")
    case .system(let error):
      return CQLError(
        .connectionClosed, "\(contactPoint) closed the connection\(place): \(error)\(hint)", cause: error)
    case .tls(let problem, let message):
      let code: CQLError.Code = problem.concernsCertificate ? .certificateNotTrusted : .connectionClosed
      return CQLError(code, "\(contactPoint)\(place): \(message)", cause: problem)
    }
  }
}
