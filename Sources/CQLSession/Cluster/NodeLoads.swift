/// What a query plan wants to know of the nodes at the moment when it chooses one.
protocol NodeLoads {
  /// Whether the node is to be asked.
  func isUsable(_ node: Int) -> Bool
  /// Whether the node has a connection that takes requests, though there may be a reason not to send it any.
  func isConnected(_ node: Int) -> Bool
  /// How many requests the node has not answered yet.
  func inFlight(_ node: Int) -> Int
}
