internal import CQLNativeProtocol
internal import CQLPaging

/// What a connection knows, guarded by its lock. Methods answer with the callers to wake when the lock is free.
struct ConnectionState: ~Copyable {
  private enum Phase {
    case resolving
    /// The addresses that are still to be tried.
    case connecting(remaining: ArraySlice<SystemCalls.Address>)
    case handshaking
    case ready
    case closed(any Error)
  }

  private let contactPoint: ContactPoint
  private let connectDeadline: ContinuousClock.Instant
  private let connectTimeout: Duration
  private var phase = Phase.resolving
  private var descriptor: FileDescriptor?
  private var failedAddresses: [String] = []
  private var handshake: Handshake
  private var assembler: FrameAssembler
  private var outbox = Outbox()
  private var table: RequestTable<PendingRequest>
  private var receptions: UInt64 = 0
  /// Whether the peer has let a request run out of time without a sign of life: it gets no more of them, and the
  /// connection is closed as soon as nobody waits on it.
  private var isRetired = false
  /// Whoever waits for the connection to be ready.
  private var opening: CheckedContinuation<Void, any Error>?

  init(contactPoint: ContactPoint, configuration: SessionConfiguration) {
    self.contactPoint = contactPoint
    connectTimeout = configuration.connectTimeout
    connectDeadline = .now + configuration.connectTimeout
    handshake = Handshake(authenticator: configuration.authenticator, keyspace: configuration.keyspace)
    assembler = FrameAssembler(expecting: .responses, bodyLimit: configuration.maximumFrameLength)
    table = RequestTable(limit: configuration.maximumConcurrentRequests)
  }

  var isUsable: Bool {
    if case .ready = phase { !isRetired } else { false }
  }

  // Requests.

  /// - Returns: also whether the loop has to look at the connection.
  mutating func submit(_ request: PendingRequest, deadline: ContinuousClock.Instant) -> ([Resumption], Bool) {
    if case .closed(let error) = phase { return ([Resumption(request.continuation, .failure(error))], false) }
    var request = request
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
    let cancelled = table.abandon { request, _ in request.id == id }
    let resumptions = cancelled.map { Resumption($0.continuation, .failure(CancellationError())) }
    return (resumptions + closeIfRetired(), isClosed)
  }

  private mutating func encode(_ request: PendingRequest, stream: Int16) -> [Resumption] {
    do throws(CQLError) {
      try outbox.append(request.message, stream: stream)
      return []
    } catch {
      _ = table.answer(stream)
      return [Resumption(request.continuation, .failure(error))]
    }
  }

  private mutating func sendQueued() -> [Resumption] {
    var resumptions: [Resumption] = []
    while let (request, stream) = table.dequeue() { resumptions += encode(request, stream: stream) }
    return resumptions
  }

  private mutating func expire(now: ContinuousClock.Instant) -> [Resumption] {
    let expired = table.expire(now: now)
    guard !expired.isEmpty else { return [] }
    let isMidFrame = assembler.isMidFrame
    if isMidFrame || expired.contains(where: { $0.receptionsBefore == receptions }) { isRetired = true }
    let error = CQLError(
      .timeout,
      isMidFrame
        ? "\(contactPoint) stopped in the middle of an answer and went on too late or not at all"
        : "\(contactPoint) did not answer in time")
    return expired.map { Resumption($0.continuation, .failure(error)) } + closeIfRetired()
  }

  // The way to readiness.

  /// The connection may have been closed before anyone waited: by a task that was cancelled from the beginning.
  mutating func waitUntilReady(_ continuation: CheckedContinuation<Void, any Error>) -> [Resumption] {
    if case .closed(let error) = phase { return [Resumption(continuation, .failure(error))] }
    opening = continuation
    return []
  }

  mutating func resolved(_ result: Result<[SystemCalls.Address], SystemError>) -> [Resumption] {
    guard case .resolving = phase else { return [] }
    switch result {
    case .success(let addresses): phase = .connecting(remaining: addresses[...])
    case .failure(let error):
      return fail(
        CQLError(.connectionClosed, "\(contactPoint): no address of the host is known: \(error)", cause: error))
    }
    return []
  }

  /// Begins to connect to the next address, unless that is under way.
  private mutating func connect() -> [Resumption] {
    while case .connecting(var remaining) = phase, descriptor == nil {
      guard let address = remaining.popFirst() else {
        let reasons = failedAddresses.joined(separator: "; ")
        return fail(CQLError(.connectionClosed, "\(contactPoint): \(reasons)"))
      }
      phase = .connecting(remaining: remaining)
      do throws(SystemError) {
        let socket = try SystemCalls.connect(address)
        let isConnected = socket.isConnected
        descriptor = consume socket.descriptor
        if isConnected { return connected() }
      } catch {
        failedAddresses.append(error.description)
      }
    }
    return []
  }

  private mutating func connected() -> [Resumption] {
    phase = .handshaking
    return say(handshake.begin())
  }

  private mutating func say(_ request: Request) -> [Resumption] {
    do throws(CQLError) {
      try outbox.append(RequestMessage(request), stream: 0)
      return flush()
    } catch {
      return fail(error)
    }
  }

  private mutating func finishConnecting() -> [Resumption] {
    do throws(SystemError) {
      try descriptor?.checkConnected()
      return connected()
    } catch {
      failedAddresses.append(error.description)
      descriptor = nil  // so that the next address is tried before the loop sleeps
      return []
    }
  }

  // The loop.

  mutating func prepare(now: ContinuousClock.Instant) -> (ChannelInterest?, [Resumption]) {
    var resumptions: [Resumption] = []
    switch phase {
    case .resolving, .connecting, .handshaking:
      resumptions += now < connectDeadline ? connect() : fail(connectTimedOut())
    case .ready: resumptions += expire(now: now)
    case .closed: break
    }
    resumptions += flush()
    if isClosed {
      // Here and nowhere else, so that the loop never waits for a number that has become another's.
      descriptor = nil
      return (nil, resumptions)
    }
    return (interest(), resumptions)
  }

  private mutating func interest() -> ChannelInterest {
    let number = descriptor?.number ?? -1
    switch phase {
    case .resolving, .connecting, .closed:
      return ChannelInterest(descriptor: number, write: true, deadline: connectDeadline)
    case .handshaking:
      return ChannelInterest(descriptor: number, read: true, write: !outbox.isEmpty, deadline: connectDeadline)
    case .ready:
      return ChannelInterest(
        descriptor: number, read: true, write: !outbox.isEmpty, deadline: table.earliestDeadline)
    }
  }

  mutating func ready(read: Bool, write: Bool) -> [Resumption] {
    switch phase {
    case .connecting: return write ? finishConnecting() : []
    case .handshaking, .ready: return read ? receive() : []
    case .resolving, .closed: return []
    }
  }

  private mutating func flush() -> [Resumption] {
    guard !isClosed else { return [] }
    do throws(SystemError) {
      while !outbox.isEmpty, case .bytes(let count) = try descriptor?.write(outbox.unsent) { outbox.didSend(count) }
      return []
    } catch {
      return fail(closed(cause: error))
    }
  }

  /// So much is read before others have their turn: a peer that sends without end must hold up neither the callers
  /// whose answers have come, nor the deadlines. poll(2) tells again of what is left.
  private static let readsPerTurn = 64

  private mutating func receive() -> [Resumption] {
    var resumptions: [Resumption] = []
    for _ in 0..<Self.readsPerTurn where !isClosed {
      let room = assembler.destination()
      do throws(SystemError) {
        switch try descriptor?.read(into: room) {
        case .wouldBlock, nil: return resumptions
        case .endOfStream: return resumptions + fail(closed(cause: nil))
        case .bytes(let count):
          receptions += 1
          assembler.received(count)
          resumptions += takeFrames()
          if count < room.count { return resumptions }
        }
      } catch {
        return resumptions + fail(closed(cause: error))
      }
    }
    return resumptions
  }

  private mutating func takeFrames() -> [Resumption] {
    var resumptions: [Resumption] = []
    do throws(CQLError) {
      while !isClosed, let frame = try assembler.nextFrame() { resumptions += received(frame) }
      return resumptions
    } catch {
      return resumptions + refusedFrame() + fail(error.at("\(contactPoint)"))
    }
  }

  /// A frame above the limit is the error of the request that it answers; the others only lose their connection.
  private mutating func refusedFrame() -> [Resumption] {
    guard let header = assembler.refusedHeader, case .deliver(let request) = table.answer(header.stream) else {
      return []
    }
    let error = CQLError(
      .frameTooLarge,
      "\(contactPoint) answered with \(header.bodyLength) bytes, above the limit that was set: "
        + "ask for smaller pages, or raise the limit")
    return [Resumption(request.continuation, .failure(error))]
      + fail(CQLError(.connectionClosed, "\(contactPoint): the answer to another request was too large to be read"))
  }

  private mutating func received(_ frame: Frame) -> [Resumption] {
    guard case .ready = phase, frame.header.version == 4 else { return receivedOutsideOfRequests(frame) }
    if frame.header.stream == -1, frame.header.opcode == .event { return [] }
    switch table.answer(frame.header.stream) {
    case .deliver(let request):
      return [Resumption(request.continuation, .success(frame))] + sendQueued() + closeIfRetired()
    case .abandoned:
      return sendQueued()
    case .unknown:
      return receivedOutsideOfRequests(frame)
    }
  }

  /// A frame of the handshake, or one that nobody asked for, after which the connection cannot be trusted.
  private mutating func receivedOutsideOfRequests(_ frame: Frame) -> [Resumption] {
    do throws(CQLError) {
      let message = try ResponseMessage(decoding: frame)
      if case .handshaking = phase { return act(on: handshake.received(message.response)) }
      if case .error(let error) = message.response {
        return fail(CQLError(server: error, doing: "\(contactPoint) refused the connection's messages"))
      }
      return fail(
        CQLError(
          .unexpectedResponse,
          "\(contactPoint) sent a \(message.response.name) for stream \(frame.header.stream), which awaits nothing"))
    } catch {
      return fail(error.at("\(contactPoint)"))
    }
  }

  private mutating func act(on action: Handshake.Action) -> [Resumption] {
    switch action {
    case .send(let request): return say(request)
    case .fail(let error): return fail(error.at("\(contactPoint)"))
    case .ready:
      phase = .ready
      guard let opening = opening.take() else { return [] }
      return [Resumption(opening, .success(()))]
    }
  }

  // The end.

  private var isClosed: Bool {
    if case .closed = phase { true } else { false }
  }

  /// Ends the connection and everyone who waits on it. The descriptor is closed on the loop's next turn.
  mutating func fail(_ error: any Error) -> [Resumption] {
    if isClosed { return [] }
    phase = .closed(error)
    outbox = Outbox()
    var resumptions = table.removeAll().map { Resumption($0.continuation, .failure(error)) }
    if let opening = opening.take() { resumptions.append(Resumption(opening, .failure(error))) }
    return resumptions
  }

  private mutating func closeIfRetired() -> [Resumption] {
    guard isRetired, table.liveCount == 0 else { return [] }
    return fail(CQLError(.connectionClosed, "\(contactPoint) had fallen silent; its connection was closed"))
  }

  private func closed(cause: SystemError?) -> CQLError {
    let place = assembler.isMidFrame ? " in the middle of an answer" : ""
    let reason = cause.map { ": \($0)" } ?? ""
    return CQLError(.connectionClosed, "\(contactPoint) closed the connection\(place)\(reason)", cause: cause)
  }

  private func connectTimedOut() -> CQLError {
    let step =
      switch phase {
      case .resolving: "its name was not looked up"
      case .connecting: "it did not accept the connection"
      default: "it accepted the connection and did not answer"
      }
    return CQLError(.timeout, "\(contactPoint): \(step) within \(connectTimeout)")
  }
}
