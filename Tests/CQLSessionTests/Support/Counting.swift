import CQLPaging

extension Lock<Int> {
  /// Counts one more.
  ///
  /// - Returns: how many there are with it.
  @discardableResult
  func increased() -> Int {
    withLock { count in
      count += 1
      return count
    }
  }
}
