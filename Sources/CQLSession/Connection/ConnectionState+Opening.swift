internal import CQLNativeProtocol
internal import CQLPaging

// The way to readiness: addresses, the connection, the handshake.
extension ConnectionState {
  mutating func resolved(_ result: Result<[SystemCalls.Address], SystemError>) -> [Resumption] {
    guard case .resolving = phase else { return [] }
    switch result {
    case .success(let addresses):
      hasSeveralAddresses = addresses.count > 1
      phase = .connecting(remaining: addresses[...])
    case .failure(let error):
      return fail(
        CQLError(.connectionClosed, "\(contactPoint): no address of the host is known: \(error)", cause: error))
    }
    return []
  }

  /// Begins to connect to the next address, unless that is under way.
  mutating func connect() -> [Resumption] {
    while case .connecting(var remaining) = phase, descriptor == nil {
      guard let address = remaining.popFirst() else {
        let reasons = failedAddresses.joined(separator: "; ")
        return fail(CQLError(.connectionClosed, "\(contactPoint): \(reasons)"))
      }
      phase = .connecting(remaining: remaining)
      if hasSeveralAddresses { self.address = ContactPoint(host: address.host, port: contactPoint.port) }
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

  /// Sends a message of the connection itself: over stream 0, past the requests that wait for a stream id.
  mutating func say(_ request: Request) -> [Resumption] {
    do throws(CQLError) {
      try outbox.append(RequestMessage(request), stream: 0)
      return flush()
    } catch {
      return fail(error)
    }
  }

  mutating func finishConnecting() -> [Resumption] {
    do throws(SystemError) {
      try descriptor?.checkConnected()
      return connected()
    } catch {
      failedAddresses.append(error.description)
      descriptor = nil  // so that the next address is tried before the loop sleeps
      return []
    }
  }

  mutating func act(on action: Handshake.Action) -> [Resumption] {
    switch action {
    case .send(let request): return say(request)
    case .fail(let error): return fail(error.at("\(contactPoint)"))
    case .ready:
      phase = .ready
      heartbeat.answered(now: .now)
      return notice(.ready)
    }
  }

  func connectTimedOut() -> CQLError {
    let step =
      switch phase {
      case .resolving: "its name was not looked up"
      case .connecting: "it did not accept the connection"
      default: "it accepted the connection and did not answer"
      }
    return CQLError(.timeout, "\(contactPoint): \(step) within \(connectTimeout)")
  }
}
