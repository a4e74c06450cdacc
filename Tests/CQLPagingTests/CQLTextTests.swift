import CQLPaging
import Foundation
import Testing

@Suite("Text and bytes that stay in their page")
struct CQLTextTests {
  private func text(_ bytes: [UInt8]?, as type: CQLType = .text) throws -> CQLText {
    try makeRow([(type, bytes)]).decode(CQLText.self, at: 0)
  }

  @Test(
    "a text is the same as the String of its column",
    arguments: ["", "a", "é", "abc", "seven..", "eight...", "fifteen letters", "sixteen letters.", "e\u{301}"]
      + ["日本語のテキストは三つずつ", "😀 and some ASCII behind it", String(repeating: "x", count: 1000) + "é"])
  func equalsString(_ string: String) throws {
    let row = try makeRow([(.text, Array(string.utf8)), (.int, hex("00000007"))])
    let (text, number) = try row.decode(as: (CQLText, Int).self)
    #expect(number == 7)
    #expect(text == string && string == text && !(text != string) && text == string[...])
    #expect(text != string + "a" && text != "b" + string)
    #expect(string == text && string + "a" != text && !(string != text))
    #expect(String(text) == string && "\(text)" == string)
    #expect(text.isEmpty == string.isEmpty)
    #expect(Array(text.utf8) == Array(string.utf8))
    #expect(text.withUTF8Buffer { Array($0) } == Array(string.utf8))
    #expect(try row.decode(String.self, at: 0) == string)
    #expect(text == CQLText(string) && Set([text]).contains(CQLText(string)))
    #expect(try encode(text, as: .text) == Array(string.utf8))
  }

  @Test(
    "what is no UTF-8 is an error, as a text and as a String, wherever it stands",
    arguments: [
      ("a byte that begins nothing", "FF"), ("a continuation alone", "80"), ("a byte too few", "C3"),
      ("an overlong slash", "C0AF"), ("overlong in three bytes", "E09FBF"), ("a surrogate", "EDA080"),
      ("a beginning in three bytes", "E282"), ("overlong in four bytes", "F08FBFBF"), ("above Unicode", "F4908080"),
      ("above Unicode, by its first byte", "F5808080"), ("three bytes of four", "F09F98"),
      ("a letter in a character", "E28261"), ("a letter as the fourth byte", "F09F9861"),
    ])
  func notUTF8(_ what: String, _ bytes: String) throws {
    for before in 0..<18 {
      for after in [0, 1, 20] {
        let bytes = [UInt8](repeating: 0x61, count: before) + hex(bytes) + [UInt8](repeating: 0x61, count: after)
        #expect(code { _ = try text(bytes) } == .malformedValue, "\(before) letters before, \(after) behind")
        #expect(code { _ = try makeRow([(.text, bytes)]).decode(String.self, at: 0) } == .malformedValue)
      }
    }
  }

  @Test("every character is UTF-8, and so are the ends of what each length can hold")
  func allCharacters() throws {
    for first in stride(from: UInt32(0), through: 0x10FFFF, by: 0x1000) {
      let characters = (first..<first + 0x1000).compactMap(Unicode.Scalar.init).map(Character.init)
      let string = String(characters)
      #expect(try text(Array(string.utf8)) == string)
    }
  }

  @Test("errors name the column, and what was wrong")
  func errors() throws {
    let row = try makeRow([(.int, hex("00000001")), (.text, hex("61FF")), (.ascii, hex("C3A9")), (.text, nil)])
    let text = #expect(throws: CQLError.self) { try row.decode(CQLText.self, at: 1) }
    #expect(text?.message == "column \"c1\": a text of 2 bytes: expected UTF-8")
    let ascii = #expect(throws: CQLError.self) { try row.decode(CQLText.self, at: 2) }
    #expect(ascii?.message == "column \"c2\": a ascii of 2 bytes: expected ASCII")
    #expect(code { _ = try row.decode(CQLText.self, at: 0) } == .typeMismatch)
    #expect(code { _ = try row.decode(CQLText.self, at: 3) } == .unexpectedNull)
    #expect(code { _ = try row.decode(CQLBytes.self, at: 3) } == .unexpectedNull)
    #expect(try row.decode(CQLText?.self, at: 3) == nil)
    #expect(code { _ = try encode(CQLText("é"), as: .ascii) } == .valueDoesNotFit)
    #expect(code { _ = try encode(CQLText("7"), as: .int) } == .typeMismatch)
  }

  @Test("texts are equal and ordered by their UTF-8, as servers compare them")
  func order() throws {
    let texts = ["", "Z", "a", "aa", "ab", "b", "é", "日", "😀"]
    let ordered = try texts.map { try text(Array($0.utf8)) }
    #expect(ordered.reversed().sorted() == ordered)
    #expect(try text(Array("e\u{301}".utf8)) != "\u{E9}")  // two Strings that are equal
    #expect(try text(Array("e\u{301}".utf8)) != text(Array("\u{E9}".utf8)))
  }

  @Test("bytes are those of the cell, of any type, and a collection")
  func bytes() throws {
    let row = try makeRow([(.blob, [3, 2, 1]), (.int, hex("00000007")), (.blob, [])])
    let (blob, int, empty) = try row.decode(as: (CQLBytes, CQLBytes, CQLBytes).self)
    #expect(Array(blob) == [3, 2, 1] && Data(blob) == Data([3, 2, 1]) && blob.count == 3 && blob[1] == 2)
    #expect(Array(blob.dropFirst()) == [2, 1] && blob.last == 1)
    #expect(Array(int) == [0, 0, 0, 7])
    #expect(empty.isEmpty && Array(empty) == [] && empty == CQLBytes([]))
    #expect(blob == CQLBytes([3, 2, 1]) && Set([blob]).contains(CQLBytes([3, 2, 1])))
    #expect(int < blob && empty < int && !(blob < blob) && CQLBytes([3, 2]) < blob && CQLBytes([0xFF]) > blob)
    #expect("\(blob)" == "3 bytes")
    #expect(try encode(blob, as: .blob) == [3, 2, 1])
    #expect(code { _ = try encode(blob, as: .text) } == .typeMismatch)
  }

  @Test("the bytes are the page's own, not a copy")
  func noCopy() throws {
    let row = try makeRow([(.blob, [3, 2, 1])])
    let first = try row.decode(CQLBytes.self, at: 0)
    let second = try row.decode(CQLBytes.self, at: 0)
    #expect(first.withUnsafeBytes { $0.baseAddress } == second.withUnsafeBytes { $0.baseAddress })
  }

  @Test("in lists, and as properties of Decodable types")
  func inside() throws {
    struct Post: Decodable, Equatable { let title: CQLText, image: CQLBytes, tags: [CQLText], note: CQLText? }
    let row = try makeRow(
      [(.text, [0x61]), (.blob, [1, 2]), (.list(.text), hex("00000002 00000001 62 00000001 63")), (.text, nil)],
      names: ["title", "image", "tags", "note"])
    let post = try row.decode(Post.self)
    #expect(post == Post(title: CQLText("a"), image: CQLBytes([1, 2]), tags: [CQLText("b"), CQLText("c")], note: nil))
    #expect(try row.decode([CQLText].self, named: "tags").map(String.init) == ["b", "c"])
  }

  @Test("as JSON a text is a string, and bytes are what Data is")
  func json() throws {
    #expect(String(decoding: try JSONEncoder().encode([CQLText("é")]), as: UTF8.self) == "[\"é\"]")
    #expect(try JSONDecoder().decode([CQLText].self, from: Data("[\"é\"]".utf8)) == [CQLText("é")])
    let bytes = [CQLBytes([1, 2, 3])]
    #expect(try JSONEncoder().encode(bytes) == JSONEncoder().encode([Data([1, 2, 3])]))
    #expect(try JSONDecoder().decode([CQLBytes].self, from: JSONEncoder().encode(bytes)) == bytes)
  }

  @Test("B16: texts that were kept are what was read, when other pages have come and theirs is kept by nothing else")
  func kept() async throws {
    let source = CannedPages(pageCount: 20, rowsPerPage: 50)
    var kept: [CQLText] = []
    for try await (_, text) in source.rows(of: "SELECT n, t FROM t").decode(as: (Int, CQLText).self) {
      kept.append(text)
    }
    for try await row in source.rows(of: "SELECT n, t FROM t") {
      kept.append(try row.decode(as: (Int, CQLText).self).1)
    }
    let strings = await Task.detached { [kept] in kept.map(String.init) }.value
    #expect(strings == (0..<2000).map { "row \($0 % 1000)" })
  }

  @Test("a page lives as long as a text of it, and no longer")
  func lifetime() throws {
    weak var page: PageBuffer?
    func makeText() throws -> CQLText {
      let buffer = PageBuffer(hex("00000001 61"))
      page = buffer
      let columns = Columns([Column(name: "t", type: .text)])
      let rows = CQLRows(storage: try CQLRows.Storage(buffer: buffer, start: 0, rowCount: 1, columns: columns))
      return try rows[0].decode(as: (CQLText).self)
    }
    var text: CQLText? = try makeText()
    #expect(page != nil && text == CQLText("a"))
    text = nil
    #expect(page == nil)
  }
}
