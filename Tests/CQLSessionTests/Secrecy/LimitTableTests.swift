import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import Foundation
import Testing

@testable import CQLSession

/// SECURITY.md says what limits there are; this is what the code says.
@Suite struct LimitTableTests {
  private static func rows() throws -> [String: String] {
    let text = try String(contentsOf: PublicTypes.repository.appending(path: "SECURITY.md"), encoding: .utf8)
    let table = try #require(text.components(separatedBy: "## Limits on what comes in").last)
    var rows: [String: String] = [:]
    for line in table.split(separator: "\n") where line.hasPrefix("|") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      rows[cells[0]] = cells[1]
    }
    return rows
  }

  @Test("The table of limits in SECURITY.md has the numbers of the code")
  func numbers() throws {
    let configuration = try SessionConfiguration(contactPoints: ["db"])
    let expected = [
      "frame body": "\(configuration.maximumFrameLength) bytes",
      "requests in flight on a connection": "\(configuration.maximumConcurrentRequests)",
      "time for a page": "\(configuration.timeout.components.seconds) s",
      "time for a connection to become ready": "\(configuration.connectTimeout.components.seconds) s",
      "silence of a connection":
        "\((configuration.heartbeatInterval + configuration.heartbeatTimeout).components.seconds) s",
      "prepared statements remembered": "\(configuration.maximumPreparedStatements)",
      "preparations of one statement in a row": "\(Exchange.preparationLimit)",
      "connections that end in turn before a request was sent": "\(CassandraSession.unsentLimit)",
      "absent parts of tuples in a row read as a `Decodable`, of anything in a cell read as a `CQLValue`":
        "\(CQLValue.maximumAbsentParts)",
      "nesting of types": "\(CQLType.maximumDepth)",
      "columns of a result or of a table that is scanned, markers of a statement": "\(ScanTable.maximumColumnCount)",
      "texts and types in a message": "\(FrameReader.maximumPartCount)",
      "pages without a row in turn, where a table's columns are looked up": "\(ScanTable.maximumEmptyPageCount)",
      "connections that are being opened at once": "\(ClusterState.maximumOpeningCount)",
      "splits of a scan": "\(TokenRange.maximumSplitCount)",
      "nodes of a cluster": "\(Topology.maximumNodeCount)",
      "tokens of a cluster": "\(Topology.maximumTokenCount)",
      "replicas of a token": "\(ReplicaMap.maximumReplicaCount)",
      "addresses with metrics of their own": "\(ConnectionAccounts.limit)",
      "reads of a connection before others have their turn": "\(ConnectionState.readsPerTurn)",
      "sealed cursor": "\(CursorSeal(keys: .temporary()).maximumLength) characters",
      "position in the Java drivers' form":
        "\(JavaSafeState.maximumStateLength) bytes, \(JavaSafeState.maximumTextLength) characters",
      "key of a seal": "\(CursorKeys.minimumKeyLength) bytes or more",
      "positions in a chain of back links": "\(BackChain.maximumDepth)",
      "request to the fake server": "\(WireServer.Options().maximumRequestBytes) bytes",
      "requests that the fake remembers": "\(FakeCoordinator.recordedRequests)",
    ]
    let rows = try Self.rows()
    #expect(Columns.maximumCount == ScanTable.maximumColumnCount, "one row is about both")
    for (what, number) in expected { #expect(rows[what] == number, "\(what)") }
    let withoutNumber = rows.filter { expected[$0.key] == nil && $0.value.contains { $0.isNumber } }
    #expect(withoutNumber.isEmpty, "a number that no test looks at")
  }

  @Test("Every limit that the sources name is in the table, or is no limit on what comes in")
  func completeness() throws {
    // By file, because several have the same name.
    let known: Set<String> = [
      // In the table.
      "SessionConfiguration.maximumFrameLength", "FrameHeader.maximumBodyLength",
      "SessionConfiguration.maximumConcurrentRequests", "SessionConfiguration.maximumPreparedStatements",
      "Exchange.preparationLimit", "CassandraSession.unsentLimit", "CQLType.maximumDepth", "BackChain.maximumDepth",
      "Topology.maximumNodeCount", "Topology.maximumTokenCount", "ReplicaMap.maximumReplicaCount",
      "ConnectionAccounts.limit", "CursorSeal.maximumLength", "JavaSafeState.maximumStateLength",
      "JavaSafeState.maximumTextLength", "ScanTable.maximumColumnCount", "ColumnMetadata.maximumCount",
      "FrameReader.maximumPartCount", "ScanTable.maximumEmptyPageCount", "ClusterState.maximumOpeningCount",
      "CQLValue.maximumAbsentParts", "TokenRange.maximumSplitCount",
      // Of one that is in the table.
      "RequestTable.limit",
      // What is larger is read as well, but not kept for the next page.
      "ColumnMemory.limit",
      // Of the caller's own making: a component of a partition key has a length of 16 bits; a statement's LIMIT.
      "Token.maximumComponentLength", "ResumeRule.limit",
      // No limits of this library: the last token of a ring, and a version of TLS.
      "Token.maximum", "TLSConfiguration.maximumVersion",
    ]
    // Whatever it is set to, a number or what is computed.
    let modifiers = #"(?:(?:public|package|private|fileprivate|private\(set\)|static) )*"#
    let pattern = try Regex(
      #"(?m)^ *"# + modifiers + #"(?:let|var) (maximum\w*|\w*[lL]imit)(?: =|: [\w.?]+ [={])"#,
      as: (Substring, Substring).self)
    var found: Set<String> = []
    for module in ["CQLPaging", "CQLNativeProtocol", "CQLSession"] {
      let folder = PublicTypes.repository.appending(path: "Sources/\(module)")
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        guard file.pathExtension == "swift" else { continue }
        for match in try String(contentsOf: file, encoding: .utf8).matches(of: pattern) {
          let type = file.lastPathComponent.prefix { $0 != "+" && $0 != "." }
          found.insert("\(type).\(match.output.1)")
        }
      }
    }
    #expect(found.subtracting(known).isEmpty, "are these in SECURITY.md?")
    #expect(known.subtracting(found).isEmpty, "these are gone, or are not found any more")
  }
}
