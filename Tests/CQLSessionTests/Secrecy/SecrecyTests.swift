import CQLPaging
import CQLPagingTesting
import CQLSession
import Foundation
import Testing

/// Public types without a sample, and why they need none. A new type has to be entered here or in ``SecretSamples``.
private let harmless: [String: Set<String>] = [
  "numbers, names and kinds; what users type into a statement's text is theirs to keep free of secrets": [
    "AdaptivePageSize", "CQLError.Code", "CQLType", "ClusterNode.State", "Column", "ColumnNaming", "Columns",
    "Consistency", "ContactPoint", "LatencyHistogram", "OffsetPage", "OffsetPager", "OffsetPager.Guard",
    "PageRequest.Paging", "PageSize", "PageStep", "Prefetch", "RemoteNodes", "RetryPolicy", "RingPart", "RingProgress",
    "ScanOptions", "ScanShard", "ScanSummary", "ServerError.Code", "ServerError.Details", "SessionEvent.Retry",
    "SessionEvent.Severity", "Statement.Preparation", "Token", "TokenRange", "UserDefinedType", "UserDefinedType.Field",
  ],
  "a value or rows, which whoever prints them wants to see": [
    "CQLBytes", "CQLCell", "CQLDate", "CQLDecimal", "CQLDuration", "CQLInet", "CQLRows", "CQLRows.Iterator", "CQLRow",
    "CQLText", "CQLTime", "CQLTimestamp", "CQLUnset", "CQLValue", "CQLValue.Field", "CQLValue.MapEntry", "CQLVarint",
    "CellCursor", "CellWriter", "EncodedCell",
  ],
  "names of files, hosts and certificates; the keys stay in their files": [
    "CQLCompression", "TLSConfiguration", "TLSConfiguration.Identity", "TLSConfiguration.TrustRoots",
    "TLSConfiguration.Verification", "TLSConfiguration.Version", "TLSProblem",
  ],
  "a closure, of which a description shows its type": ["FetchHandle", "ClosureDecoder"],
  "how rows are read, and none of what was read": Set(["DecodableDecoder", "TupleDecoders"])
    .union((1...20).map { "TupleDecoders.Of\($0)" }),
  "on its way to a Statement, of which nobody but the compiler gets hold": ["Statement.StringInterpolation"],
  "fakes and their tables, whose contents the test has made up": [
    "FakeCluster.Change", "FakeCluster.ConnectionReport", "FakeCluster.Node", "FakeCluster.Options",
    "FakeCluster.Read", "FakeCluster.Release", "FakeCluster.Replication", "FakeCluster.Request.Kind",
    "FakeCoordinator.Options", "FakeTable", "FakeTable.Column", "FakeTable.Column.Role",
    "Fault", "Fault.Cut", "Fault.Kind", "Fault.Pages", "PageSourceLaws", "PageSourceViolation",
    "PageSourceViolation.Law", "PageSourceViolations", "SampleKeyspace", "WireExchange.Action",
  ],
]

@Suite struct SecrecyTests {
  private static func withSamples<Result>(_ body: (SecretSamples) async throws -> Result) async throws -> Result {
    let fake = FakeCoordinator(tables: [.numbered(rows: 50)])
    return try await Scripted.withSession(fake) { session, _ in try await body(SecretSamples(session, fake)) }
  }

  /// All that a logger, a debugger or a failed test would print.
  private static func texts(of value: Any, depth: Int = 8) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    var texts = ["\(value)", String(reflecting: value), dumped]
    if let value = value as? any CustomDebugStringConvertible { texts.append(value.debugDescription) }
    if let error = value as? any Error { texts.append("\(error.localizedDescription)") }
    guard depth > 0 else { return texts }
    for child in Mirror(reflecting: value).children { texts += self.texts(of: child.value, depth: depth - 1) }
    return texts
  }

  @Test("C9: no public type shows a value, a position, a key, a payload or a password, however it is printed")
  func samples() async throws {
    try await Self.withSamples { samples in
      #expect(samples.secrets.allSatisfy { $0.count >= 6 })
      for (type, values) in samples.values {
        for text in values.flatMap({ Self.texts(of: $0) }) {
          for secret in samples.secrets {
            #expect(!text.contains(secret), "\(type) shows \(secret): \(text.prefix(500))")
          }
        }
      }
    }
  }

  @Test("C9: every public type is looked at, or known to hold nothing that is secret")
  func completeness() async throws {
    let declared = try PublicTypes.declared()
    try await Self.withSamples { samples in
      let known = Set(samples.values.keys).union(harmless.values.joined())
      #expect(declared.subtracting(known).sorted() == [], "enter these in SecretSamples, or here with a reason")
      #expect(known.subtracting(declared).sorted() == [], "there are no such types any more")
      #expect(Set(samples.values.keys).intersection(harmless.values.joined()).sorted() == [])
    }
  }

  @Test("C9: the sources are read as the compiler reads them")
  func reading() {
    let source = """
      public struct A<T>: B where T: C {
        struct Hidden {}
        package enum D { case a }
        public indirect enum E {
          @frozen public struct F {}
        }
        public func g() {
          struct Local {}
        }
      }
      extension A.E {
        public final class H {}
        public protocol P {}
      }
      @available(*, unavailable) public actor I {}
      // public struct Comment {}
      """
    #expect(PublicTypes.declared(in: source) == ["A", "A.E", "A.E.F", "A.E.H", "I"])
  }

  @Test("C4: codes are compared to their ends, wherever they differ", arguments: [nil, 0, 7, 15])
  func constantTime(difference: Int?) {
    let reads = Reads()
    var other = [UInt8](repeating: 1, count: 16)
    if let difference { other[difference] = 2 }
    let isEqual = equalInConstantTime(CountedBytes(bytes: [UInt8](repeating: 1, count: 16), reads: reads), other)
    #expect(isEqual == (difference == nil))
    #expect(reads.count == 16)
  }

  @Test("C4: everything that tells a good cursor from a forged one is compared that way")
  func comparisons() throws {
    let comparisons = [
      ("Sealing/SealingKey", "return equalInConstantTime(self.tag(of: content), tag) ? content : nil"),
      ("Sealing/CursorSeal+Envelope", "guard equalInConstantTime(owner ?? [], audience"),
      ("StatementFingerprint", "equalInConstantTime(left.bytes, right.bytes)"),
      ("JavaSafeState", "guard equalInConstantTime(try Self.hash("),
    ]
    for (file, comparison) in comparisons {
      let place = PublicTypes.repository.appending(path: "Sources/CQLPaging/Positions/\(file).swift")
      #expect(try String(contentsOf: place, encoding: .utf8).contains(comparison), "\(file)")
    }
  }
}

/// Counts the bytes that are read.
private final class Reads {
  var count = 0
}

private struct CountedBytes: Collection {
  let bytes: [UInt8]
  let reads: Reads

  var startIndex: Int { 0 }
  var endIndex: Int { bytes.count }
  func index(after index: Int) -> Int { index + 1 }

  subscript(index: Int) -> UInt8 {
    reads.count += 1
    return bytes[index]
  }
}
