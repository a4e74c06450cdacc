internal import CQLPaging

extension SessionMetrics: CustomStringConvertible {
  /// Everything in lines, for a person; the form may change.
  public var description: String {
    let errors = errors.map { "\($0.key) \($0.value)" }.sorted()
    var lines = [
      "pages \(pages) (\(emptyPages) empty), rows \(rows)",
      "errors \(errors.isEmpty ? "none" : errors.joined(separator: ", ")); failed ahead \(failuresAhead); "
        + "cancelled \(cancellations)",
      "retries \(retries) (\(failovers) of another node), prepared again \(repreparations), "
        + "waiting for a connection \(requestsWaitingForConnection)",
      "all nodes: \(traffic)",
    ]
    lines += nodes.map(\.description)
    return lines.joined(separator: "\n")
  }
}

extension NodeMetrics: CustomStringConvertible {
  public var description: String {
    "\(address): \(traffic); connections \(connectionsInUse) (opened \(connectionsOpened), "
      + "closed \(connectionsClosed), failed \(connectionsFailed)); "
      + "requests \(requestsInFlight) in flight, \(requestsWaiting) waiting"
  }
}

extension TrafficMetrics: CustomStringConvertible {
  public var description: String {
    "requests \(requests) (query \(queries), execute \(executions), prepare \(preparations), other \(otherRequests)), "
      + "answers \(answers) (\(errorAnswers) errors), timeouts \(timeouts), cancelled \(cancellations); "
      + "bytes \(bytesSent) sent, \(bytesReceived) received; "
      + "heartbeats \(heartbeatsSent) (\(heartbeatsMissed) missed); latency in ms \(latency)"
  }
}
