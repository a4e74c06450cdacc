/// What a statement's text says about paging it.
struct StatementOutline: Hashable, Sendable {
  enum Limit: Hashable, Sendable {
    case rows(Int)
    /// The bind marker that stands for it: its place among all markers, from 0, and its name where it has one.
    case marker(index: Int, name: String?)
  }

  /// The last LIMIT that is not PER PARTITION LIMIT.
  private(set) var limit: Limit?
  /// Whether there is a GROUP BY.
  private(set) var groups = false
  /// Whether it is ordered by nearness: ORDER BY … ANN OF.
  private(set) var isVectorSearch = false
  /// Whether it is an INSERT, UPDATE, DELETE or BATCH.
  private(set) var isWrite = false
  /// The names of all bind markers, in their order; nil for `?`.
  private(set) var markers: [String?] = []

  init(_ text: String) {
    // The words before the current one, the nearest first.
    var last = Keyword.none
    var lastButOne = Keyword.none
    var isFirst = true
    for token in CQLTokens(text) {
      var keyword = Keyword.none
      switch token {
      case .word(let word):
        keyword = Keyword(word)
        if isFirst { isWrite = keyword == .write }
        if keyword == .by, last == .group { groups = true }
        if keyword == .of, last == .ann { isVectorSearch = true }
        // Nothing but the word tells them apart.
        if keyword == .limit, last == .partition, lastButOne == .per { keyword = .none }
      case .number(let digits):
        if last == .limit { limit = Int(Substring(digits)).map { .rows($0) } }
      case .marker(let name):
        if last == .limit { limit = .marker(index: markers.count, name: name) }
        markers.append(name)
      case .other: break
      }
      (lastButOne, last) = (last, keyword)
      isFirst = false
    }
  }

  /// The words that matter here.
  private enum Keyword {
    case none, limit, per, partition, group, by, ann, of, write

    private static let words: [(word: StaticString, keyword: Keyword)] = [
      ("limit", .limit), ("per", .per), ("partition", .partition), ("group", .group), ("by", .by), ("ann", .ann),
      ("of", .of), ("insert", .write), ("update", .write), ("delete", .write), ("begin", .write),
    ]

    init(_ word: Substring.UTF8View) {
      let length = word.count
      self = Self.words.first { $0.word.utf8CodeUnitCount == length && $0.word.isEqual(to: word) }?.keyword ?? .none
    }
  }
}

extension StaticString {
  /// Whether a word of the same length has these letters, upper or lower case.
  fileprivate func isEqual(to word: Substring.UTF8View) -> Bool {
    withUTF8Buffer { letters in zip(letters, word).allSatisfy { $0 == $1 | 0x20 } }
  }
}
