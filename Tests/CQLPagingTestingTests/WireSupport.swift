import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLPagingTesting

/// A server for the time of `body`.
func withServer<Result>(
  _ coordinator: FakeCoordinator, _ change: (inout WireServer.Options) -> Void = { _ in },
  interceptor: (@Sendable (WireExchange) -> [WireExchange.Action]?)? = nil,
  _ body: (WireServer) throws -> Result
) throws -> Result {
  var options = WireServer.Options()
  change(&options)
  let server = WireServer(coordinator, options: options, interceptor: interceptor)
  try server.start()
  defer { server.stop() }
  return try body(server)
}

/// The first column of a page of numbers.
func numbers(_ response: Response) throws -> [Int] {
  let rows = try #require(response.rows).rows()
  return try rows.map { try $0.decode(Int.self, at: 0) }
}
