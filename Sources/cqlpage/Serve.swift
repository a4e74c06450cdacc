import CQLPaging
import CQLPagingTesting

/// `cqlpage serve`: the sample keyspace on a port of 127.0.0.1, until a signal ends it.
struct Serve: Sendable {
  let command: ServeCommand

  @concurrent
  func run() async -> ExitCode {
    let interrupts = Interrupts()
    let server = makeServer()
    do throws(CQLError) { try server.start() } catch {
      SystemCalls.writeError("cqlpage: \(error.message)\n")
      return ExitCode(for: error, pagesReceived: 0)
    }
    defer { server.stop() }
    var output = RowOutput(sink: StreamSink(wakeUp: WakeUp()))
    output.bytes += "listening on 127.0.0.1:\(server.port)\n".utf8
    // Whoever started the server may have no use for the line.
    do throws(OutputFailure) { try output.flush() } catch {}
    _ = await interrupts.wait()
    return .success
  }

  private func makeServer() -> WireServer {
    var sample = SampleKeyspace()
    sample = SampleKeyspace(rows: command.rows ?? sample.rows, seed: command.seed ?? sample.seed)
    var options = WireServer.Options()
    options.port = UInt16(clamping: command.port)
    options.pagesPerConnection = command.killAfter
    if let credentials = command.credentials, case .text(let password) = credentials.password {
      options.credentials = WireServer.Credentials(username: credentials.username, password: password)
    }
    return WireServer(FakeCoordinator(tables: sample.tables, faults: faults), options: options)
  }

  private var faults: [Fault] {
    var faults: [Fault] = []
    if let pageCap = command.pageCap { faults.append(Fault(.rowsAtMost(pageCap), on: .all)) }
    if let count = command.emptyEvery { faults.append(Fault(.emptyPage, on: .every(count))) }
    if let delay = command.delay { faults.append(Fault(.delay(delay), on: .all)) }
    return faults
  }
}
