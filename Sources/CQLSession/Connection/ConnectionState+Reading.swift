internal import CQLNativeProtocol
internal import CQLPaging

// What arrives: bytes, frames, and whom they are for.
extension ConnectionState {
  mutating func ready(read: Bool, write: Bool) -> [Resumption] {
    switch phase {
    case .connecting: return write ? finishConnecting() : []
    case .securing: return secure()
    case .handshaking, .ready: return read || wantsWrite ? receive() : []
    case .resolving, .closed: return []
    }
  }

  /// So much is read before others have their turn: a peer that sends without end must hold up neither the callers
  /// whose answers have come, nor the deadlines. poll(2) tells again of what is left.
  static let readsPerTurn = 64

  mutating func receive() -> [Resumption] {
    var resumptions: [Resumption] = []
    for _ in 0..<Self.readsPerTurn where !isClosed {
      let room = assembler.destination()
      do throws(TransportError) {
        switch try transport?.read(into: room) {
        case .wouldBlock, nil: return resumptions
        case .endOfStream: return resumptions + fail(closed(cause: nil))
        case .bytes(let count):
          receptions += 1
          traffic.bytesReceived += count
          assembler.received(count)
          takeFrames(into: &resumptions)
          // At once, so that the server works while the rest is on its way. poll(2) tells again of what is left.
          if let announcement = announcement() {
            resumptions.append(announcement)
            return resumptions
          }
          // Behind the end of a frame mostly nothing is left, and finding that out would be a call for each page. What TLS
          // has decrypted is another matter: only a read tells that nothing of it is left.
          if !hasUnread, count < room.count || !assembler.isMidFrame { return resumptions }
        }
      } catch {
        return resumptions + fail(closed(cause: error))
      }
    }
    return resumptions
  }

  /// Tells where the page behind the one that is being read begins, as soon as that is here.
  private mutating func announcement() -> Resumption? {
    guard case .ready = phase, let (frame, count) = assembler.partialFrame else { return nil }
    return table.waiting(frame.header.stream).flatMap { announcement(in: frame, count: count, for: $0) }
  }

  private mutating func announcement(in frame: Frame, count: Int, for request: PendingRequest) -> Resumption? {
    guard let announce = request.announce, request.id != announcedRequest, compression == nil else { return nil }
    guard let state = RowsResult.nextState(in: frame, count: count) else { return nil }
    announcedRequest = request.id
    return .other { announce(PagingState(bytes: state)) }
  }

  private mutating func takeFrames(into resumptions: inout [Resumption]) {
    do throws(CQLError) {
      while !isClosed, let frame = try assembler.nextFrame() {
        partialSince = nil
        received(frame, into: &resumptions)
      }
      if partialSince == nil, assembler.isMidFrame { partialSince = .now }
    } catch {
      resumptions += refusedFrame()
      resumptions += fail(error.at("\(contactPoint)"))
    }
  }

  /// A frame above the limit is the error of the request that it answers; the others only lose their connection.
  private mutating func refusedFrame() -> [Resumption] {
    guard let header = assembler.refusedHeader else { return [] }
    var resumptions: [Resumption] = []
    switch table.answer(header.stream) {
    case .deliver(let request):
      let error = CQLError(
        .frameTooLarge,
        "\(contactPoint) answered with \(header.bodyLength) bytes, above the limit that was set: "
          + "ask for smaller pages, or raise the limit")
      resumptions.append(request.ended(.failure(error)))
    case .abandoned: break
    case .unknown: return []
    }
    return resumptions
      + fail(CQLError(.connectionClosed, "\(contactPoint): the answer to another request was too large to be read"))
  }

  private mutating func received(_ frame: Frame, into resumptions: inout [Resumption]) {
    guard case .ready = phase, frame.header.version == 4 else {
      resumptions += receivedOutsideOfRequests(frame)
      return
    }
    if frame.header.stream == -1, frame.header.opcode == .event {
      resumptions += event(frame)
      return
    }
    if frame.header.stream == 0, frame.header.opcode == .supported, heartbeat.isAsking {
      return heartbeat.answered(now: .now)
    }
    switch table.answer(frame.header.stream) {
    case .deliver(let request):
      traffic.answered(frame, after: .now - request.begun)
      if let announcement = announcement(in: frame, count: frame.body.count, for: request) {
        resumptions.append(announcement)
      }
      resumptions.append(answered(request, frame))
      resumptions += sendQueued()
      resumptions += closeIfRetired()
    case .abandoned:
      resumptions += sendQueued()
      resumptions += closeIfRetired()
    case .unknown:
      resumptions += receivedOutsideOfRequests(frame)
    }
  }

  /// The work of decompression is done when the lock is free again.
  private func answered(_ request: PendingRequest, _ frame: Frame) -> Resumption {
    guard let compression else { return request.ended(.success(frame)) }
    return .other { [contactPoint] in
      request.completion(
        Result { () throws(CQLError) in
          do throws(CQLError) { return try compression.decompressed(frame) } catch { throw error.at("\(contactPoint)") }
        }.mapError { $0 })
    }
  }

  private func message(_ frame: Frame) throws(CQLError) -> ResponseMessage {
    try ResponseMessage(decoding: compression?.decompressed(frame) ?? frame)
  }

  /// An event that cannot be read is no reason to end what else goes on: what it says is asked for from time to time.
  private func event(_ frame: Frame) -> [Resumption] {
    guard case .event(let event)? = try? message(frame).response else { return [] }
    return notice(.event(event))
  }

  /// A frame of the handshake, or one that nobody asked for, after which the connection cannot be trusted.
  private mutating func receivedOutsideOfRequests(_ frame: Frame) -> [Resumption] {
    do throws(CQLError) {
      let message = try message(frame)
      if case .handshaking = phase { return act(on: handshake.received(message.response)) }
      if case .error(let error) = message.response {
        // It is about no request, and none is to be judged by it.
        let cause = CQLError(server: error, doing: "\(contactPoint) refused the connection's messages")
        return fail(CQLError(.connectionClosed, cause.message, cause: cause))
      }
      return fail(
        CQLError(
          .unexpectedResponse,
          "\(contactPoint) sent a \(message.response.name) for stream \(frame.header.stream), which awaits nothing"))
    } catch {
      return fail(error.at("\(contactPoint)"))
    }
  }
}
