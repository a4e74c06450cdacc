import CQLPaging
import Testing

@Suite struct TokenRangeTests {
  @Test(
    "E1: the ring in n ranges, without gap, overlap or overflow, and no range much larger than another",
    arguments: [1, 2, 3, 7, 16, 100, 1_000, 65_537])
  func tiles(count: Int) throws {
    let ranges = TokenRange.ring.split(into: count)
    #expect(ranges.count == count)
    #expect(ranges.first?.start == .min)
    #expect(ranges.last?.end == .max)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.end == $1.start })
    let widths = ranges.map { UInt64(bitPattern: $0.end &- $0.start) }
    let (smallest, largest) = (try #require(widths.min()), try #require(widths.max()))
    #expect(largest - smallest <= 1, "the last range does not get the whole remainder")
    #expect(ranges.allSatisfy { $0.end != .min }, "servers take `<= min` for the whole ring")
  }

  @Test("E1: each token lies in exactly one range, those at the ends included", arguments: [1, 2, 3, 10, 97])
  func eachTokenOnce(count: Int) {
    let ranges = TokenRange.ring.split(into: count)
    var random = SeededGenerator(seed: count)
    let edges = ranges.flatMap { [$0.end &- 1, $0.end, $0.end &+ 1] } + [.min + 1, -1, 0, 1, .max]
    for token in edges.filter({ $0 != .min })
      + (0..<1_000).map({ _ in Int64.random(in: (.min + 1)...(.max), using: &random) })
    {
      #expect(ranges.filter { $0.contains(token) }.count == 1, "token \(token)")
    }
  }

  @Test("E1: a range of few tokens is split into no more than it has; nonsense numbers are taken as 1")
  func narrow() {
    #expect(TokenRange(start: 5, end: 8).split(into: 10).map(\.end) == [6, 7, 8])
    #expect(TokenRange(start: 5, end: 5).split(into: 3).isEmpty)
    #expect(TokenRange.ring.split(into: 0) == [.ring])
    #expect(TokenRange.ring.split(into: -3) == [.ring])
  }
}
