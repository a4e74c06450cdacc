/// What a query plan wants to know of the nodes at the moment when it chooses one.
protocol NodeLoads {
  /// Whether the node has a connection that takes requests.
  func isUsable(_ node: Int) -> Bool
  /// How many requests the node has not answered yet.
  func inFlight(_ node: Int) -> Int
}
