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
    while case .connecting(var remaining) = phase, transport == nil {
      guard let address = remaining.popFirst() else {
        let reasons = failedAddresses.joined(separator: "; ")
        return fail(CQLError(.connectionClosed, "\(contactPoint): \(reasons)"))
      }
      phase = .connecting(remaining: remaining)
      if hasSeveralAddresses { self.address = ContactPoint(host: address.host, port: contactPoint.port) }
      do throws(SystemError) {
        let socket = try SystemCalls.connect(address)
        let isConnected = socket.isConnected
        transport = Transport(consume socket.descriptor)
        if isConnected { return connected() }
      } catch {
        failedAddresses.append(error.description)
      }
    }
    return []
  }

  private mutating func connected() -> [Resumption] {
    phase = .securing
    guard let security = layers.security else { return secure() }
    do throws(TransportError) { try transport?.secure(with: security, as: contactPoint.host) } catch {
      return fail(closed(cause: error))
    }
    return secure()
  }

  /// Goes on with the handshake of TLS, which plain connections have done before it begins.
  mutating func secure() -> [Resumption] {
    do throws(TransportError) {
      guard try transport?.handshake() == true else { return [] }
    } catch {
      return fail(closed(cause: error))
    }
    phase = .handshaking
    return say(handshake.begin())
  }

  /// Sends a message of the connection itself: over stream 0, past the requests that wait for a stream id.
  mutating func say(_ request: Request) -> [Resumption] {
    do throws(CQLError) {
      try outbox.append(RequestMessage(request), stream: 0, compression: compression)
      if case .startup = request { compression = layers.compression }
      return flush()
    } catch {
      return fail(error)
    }
  }

  mutating func finishConnecting() -> [Resumption] {
    do throws(SystemError) {
      try transport?.checkConnected()
      return connected()
    } catch {
      failedAddresses.append(error.description)
      transport = nil  // so that the next address is tried before the loop sleeps
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
      case .securing: "it accepted the connection and did not finish the TLS handshake"
      default: "it accepted the connection and did not answer"
      }
    return CQLError(.timeout, "\(contactPoint): \(step) within \(connectTimeout)")
  }
}
