internal import CQLPaging

/// Bytes that nobody else is to see, overwritten when the last holder lets go of them.
final class Secret: Sendable {
  /// Tests keep it, to see what is left in it when the secret is gone.
  let bytes: Lock<[UInt8]>

  init(_ text: String) {
    // In a place of its own: an array that grows leaves copies behind.
    bytes = Lock([])
    bytes.withLock { bytes in
      bytes.reserveCapacity(text.utf8.count)
      bytes.append(contentsOf: text.utf8)
    }
  }

  deinit {
    bytes.withLock { $0.wipe() }
  }

  var count: Int { bytes.withLock(\.count) }

  func append(to other: inout [UInt8]) {
    bytes.withLock { other.append(contentsOf: $0) }
  }
}

extension [UInt8] {
  /// Overwrites all bytes with 0, also where the optimizer sees that nobody reads them again.
  mutating func wipe() {
    withUnsafeMutableBytes { SystemCalls.wipe($0) }
  }
}
