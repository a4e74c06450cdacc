import Foundation
import Testing

@testable import CQLPaging

@Suite struct TokenRangeTests {
  @Test(
    "E1: the ring in n ranges, without gap, overlap or overflow, and no range much larger than another",
    arguments: [1, 2, 3, 7, 16, 100, 1_000, 65_537])
  func tiles(count: Int) throws {
    let ranges = TokenRange.ring.split(into: count)
    #expect(ranges.count == count)
    #expect(ranges.first?.start == .minimum)
    #expect(ranges.last?.end == .maximum)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.end == $1.start })
    let widths = ranges.map(\.width)
    let (smallest, largest) = (try #require(widths.min()), try #require(widths.max()))
    #expect(largest - smallest <= 1, "the last range does not get the whole remainder")
    #expect(ranges.allSatisfy { $0.end != .minimum }, "servers take `<= min` for the whole ring")
  }

  @Test("E1: each token lies in exactly one range, those at the ends included", arguments: [1, 2, 3, 10, 97])
  func eachTokenOnce(count: Int) {
    let ranges = TokenRange.ring.split(into: count)
    var random = SeededGenerator(seed: count)
    let edges = ranges.map(\.end.rawValue).flatMap { [$0 &- 1, $0, $0 &+ 1] } + [.min + 1, -1, 0, 1, .max]
    for token in edges.filter({ $0 != .min })
      + (0..<1_000).map({ _ in Int64.random(in: (.min + 1)...(.max), using: &random) })
    {
      #expect(ranges.filter { $0.contains(Token(token)) }.count == 1, "token \(token)")
    }
  }

  @Test("E1: a range of few tokens is split into no more than it has; nonsense numbers are taken as 1")
  func narrow() {
    #expect(range(5, 8).split(into: 10) == [range(5, 6), range(6, 7), range(7, 8)])
    #expect(range(5, 5).split(into: 3).isEmpty)
    #expect(TokenRange.ring.split(into: 0) == [.ring])
    #expect(TokenRange.ring.split(into: -3) == [.ring])
  }

  @Test("E1: a range over the ring's end is two, without the one that has no token")
  func wrapAround() {
    #expect(TokenRange.unwrapped(start: Token(3), end: Token(9)) == [range(3, 9)])
    #expect(TokenRange.unwrapped(start: Token(9), end: Token(3)) == [range(9, .max), range(.min, 3)])
    #expect(
      TokenRange.unwrapped(start: Token(9), end: Token(9)) == [range(9, .max), range(.min, 9)], "a ring of one token")
    #expect(TokenRange.unwrapped(start: Token(9), end: .minimum) == [range(9, .max)])
    #expect(TokenRange.unwrapped(start: .maximum, end: Token(3)) == [range(.min, 3)])
    #expect(TokenRange.unwrapped(start: .minimum, end: .minimum) == [.ring])
    #expect(TokenRange.unwrapped(start: .maximum, end: .maximum) == [.ring])
  }

  @Test("E1: what two ranges have in common")
  func intersections() {
    #expect(range(0, 10).intersection(range(5, 20)) == range(5, 10))
    #expect(range(0, 10).intersection(.ring) == range(0, 10))
    #expect(range(0, 10).intersection(range(10, 20)) == nil, "a range's start is not in it")
    #expect(range(0, 10).intersection(range(7, 3)) == nil)
    #expect(range(7, 3).width == 0)
    #expect(TokenRange.ring.width == .max)
  }

  @Test("E5: split along the nodes' tokens, whose order does not matter, each part has one set of owners")
  func alongTokens() throws {
    #expect(
      range(0, 10).split(at: [7, 3, 3, 10, 0, -5, 99].map { Token($0) }) == [range(0, 3), range(3, 7), range(7, 10)])
    #expect(range(0, 10).split(at: [Token]()) == [range(0, 10)])
    #expect(range(4, 4).split(at: [Token(4)]).isEmpty)
    var random = SeededGenerator(seed: 5)
    let tokens = (0..<256).map { _ in Token(Int64.random(in: .min...(.max), using: &random)) } + [.minimum, .maximum]
    let parts = TokenRange.ring.split(at: tokens)
    try TokenRange.ring.checkCoverage(by: parts)
    #expect(Set(parts.map(\.end)) == Set(tokens).subtracting([.minimum]))
  }

  @Test(
    "E1: ranges that do not tile the ring are refused, and the error names where",
    arguments: [
      ([], "leave out the tokens (-9223372036854775808, 9223372036854775807]", "no range at all"),
      ([range(.min, 0)], "leave out the tokens (0, 9223372036854775807]", "a gap at the end"),
      ([range(5, .max)], "leave out the tokens (-9223372036854775808, 5]", "a gap at the beginning"),
      ([range(3, .max), range(.min, 1)], "leave out the tokens (1, 3]", "a gap between ranges in another order"),
      ([range(.min, 4), range(3, .max)], "have the tokens (3, 4] twice", "an overlap"),
      ([.ring, range(3, 4)], "have the tokens (3, 4] twice", "a range within another"),
      ([.ring, .ring], "have the tokens (-9223372036854775808, 9223372036854775807] twice", "the whole ring twice"),
    ] as [([TokenRange], String, String)])
  func coverage(ranges: [TokenRange], place: String, what: String) {
    #expect(what.isEmpty == false && throwsInvalid(place) { try TokenRange.ring.checkCoverage(by: ranges) }, "\(what)")
  }

  @Test("E1: ranges beyond the one that they should cover are refused; empty ones are passed over")
  func coverageOfAPart() throws {
    #expect(
      throwsInvalid("(8, 12] reaches beyond (0, 10]") {
        try range(0, 10).checkCoverage(by: [range(0, 8), range(8, 12)])
      })
    try range(0, 10).checkCoverage(by: [range(4, 10), range(6, 6), range(0, 4), range(99, 3)])
  }

  private func throwsInvalid(_ place: String, _ body: () throws -> Void) -> Bool {
    do { try body() } catch let error as CQLError {
      return error.code == .invalidTokenRanges && error.message.contains(place)
    } catch {}
    return false
  }

  @Test("E3: a range is two numbers in JSON, exact to the last digit")
  func json() throws {
    let text = try JSONEncoder().encode([TokenRange.ring, range(-3, 5)])
    #expect(String(decoding: text, as: UTF8.self) == "[[-9223372036854775808,9223372036854775807],[-3,5]]")
    #expect(try JSONDecoder().decode([TokenRange].self, from: text) == [.ring, range(-3, 5)])
  }

  @Test("E3: finished ranges are merged where they touch, whatever order they end in")
  func merging() throws {
    for seed in 0..<50 {
      var random = SeededGenerator(seed: seed)
      let ranges = TokenRange.ring.split(into: Int.random(in: 1...40, using: &random)).shuffled(using: &random)
      var set = TokenRangeSet()
      for (count, range) in ranges.enumerated() {
        set.insert(range)
        let rest = TokenRange.ring.subtracting(set.ranges)
        try TokenRange.ring.checkCoverage(by: set.ranges + rest)
        #expect(set.width == ranges.prefix(count + 1).reduce(0) { $0 + $1.width }, "seed \(seed)")
        #expect(zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $0.end < $1.start }, "seed \(seed): not merged")
      }
      #expect(set.ranges == [.ring], "seed \(seed)")
    }
  }
}

func range(_ start: Int64, _ end: Int64) -> TokenRange { TokenRange(start: Token(start), end: Token(end)) }
