internal import Foundation

/// Looks up host names without blocking anyone who waits.
enum Resolver {
  /// Calls `completion` once: at once for a numeric address, otherwise from a thread of its own, because the system's
  /// resolver blocks for as long as it likes.
  static func resolve(
    _ contactPoint: ContactPoint,
    completion: @escaping @Sendable (Result<[SystemCalls.Address], SystemError>) -> Void
  ) {
    let (host, port) = (contactPoint.host, contactPoint.port)
    if let addresses = try? SystemCalls.resolve(host: host, port: port, numericOnly: true) {
      return completion(.success(addresses))
    }
    Thread.detachNewThread {
      completion(
        Result { () throws(SystemError) in try SystemCalls.resolve(host: host, port: port, numericOnly: false) })
    }
  }
}
