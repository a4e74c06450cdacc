import CQLPaging
import Foundation
import Testing

@testable import cqlpage

@Suite("G5: going on from a cursor")
struct CursorTextsTests {
  private static let cursor = Cursor(state: PagingState(bytes: [1, 2, 3]), rowsConsumed: 7)
  private static let keys = ["ab0123456789", "cd0123456789"].map { String(repeating: $0, count: 6) }

  private static func seal(_ keys: [String], now: Int64 = 0, lifetime: Duration = .seconds(60)) throws -> CursorSeal {
    CursorSeal(keys: try CursorKeys(text: keys.joined(separator: "\n")), lifetime: lifetime) { now }
  }

  /// What is wrong with a cursor, and that it has the exit code of a bad cursor.
  private static func refusal(_ text: String, _ texts: CursorTexts) -> String? {
    do throws(UsageError) {
      _ = try texts.cursor(text)
      return nil
    } catch {
      #expect(error.exitCode == .cursor)
      #expect(text.count < 4 || !error.message.contains(text))
      return error.message
    }
  }

  @Test("What is printed is read again, and is of the base64url alphabet alone", arguments: [false, true])
  func roundTrip(isSealed: Bool) throws {
    let texts = CursorTexts(statement: "SELECT 1", seal: isSealed ? try Self.seal(Self.keys) : nil)
    let text = try texts.text(Self.cursor)
    #expect(text.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
    #expect(try texts.cursor(text) == Self.cursor)
  }

  @Test(
    "A text that is no cursor, or not all of one",
    arguments: ["", "x", ".", "AAAAAAAAAAA.AQAA", "AAAA", "AQAA", "Ag", "AgAAAAAAAAAAAAAAAAAAAAAA", "Aw", "ä", "A B"],
    [false, true])
  func malformed(text: String, isSealed: Bool) throws {
    let texts = CursorTexts(statement: "SELECT 1", seal: isSealed ? try Self.seal(Self.keys) : nil)
    #expect(Self.refusal(text, texts)?.hasPrefix("--resume: ") == true)
  }

  @Test("A cursor of another statement, other values or another keyspace", arguments: [false, true])
  func foreign(isSealed: Bool) throws {
    var seal = isSealed ? try Self.seal(Self.keys) : nil
    let text = try CursorTexts(statement: "SELECT 1", seal: seal).text(Self.cursor)
    let others = [
      CursorTexts(statement: "SELECT 2", seal: seal),
      CursorTexts(statement: "SELECT 1", values: [try literal("1")], seal: seal),
    ]
    for other in others { #expect(Self.refusal(text, other)?.contains("another statement") == true) }
    seal?.keyspace = "k"
    let elsewhere = CursorTexts(statement: "SELECT 1", keyspace: "k", seal: seal)
    #expect(Self.refusal(text, elsewhere)?.contains("another keyspace") == true)
  }

  @Test("A cursor that was altered, at every one of its letters")
  func altered() throws {
    let texts = CursorTexts(statement: "SELECT 1", seal: try Self.seal(Self.keys))
    let text = try texts.text(Self.cursor)
    for index in text.indices {
      var altered = text
      altered.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
      #expect(Self.refusal(altered, texts) != nil)
    }
  }

  @Test("A cursor that was sealed with another key, and one whose time is over, are told apart")
  func forgedAndExpired() throws {
    let forger = CursorTexts(statement: "SELECT 1", seal: try Self.seal([Self.keys[1]]))
    let texts = CursorTexts(statement: "SELECT 1", seal: try Self.seal([Self.keys[0]]))
    #expect(Self.refusal(try forger.text(Self.cursor), texts)?.contains("altered, or sealed with a key") == true)
    let later = CursorTexts(statement: "SELECT 1", seal: try Self.seal([Self.keys[0]], now: 60))
    #expect(Self.refusal(try texts.text(Self.cursor), later)?.contains("time is over; begin again") == true)
  }

  @Test("The old key behind the new one opens what it has sealed")
  func changedKeys() throws {
    let old = CursorTexts(statement: "SELECT 1", seal: try Self.seal([Self.keys[0]]))
    let new = CursorTexts(statement: "SELECT 1", seal: try Self.seal([Self.keys[1], Self.keys[0]]))
    #expect(try new.cursor(old.text(Self.cursor)) == Self.cursor)
    #expect(Self.refusal(try new.text(Self.cursor), old) != nil)
  }

  @Test("A sealed cursor without the keys, and the other way round, say what is missing")
  func mixed() throws {
    let plain = CursorTexts(statement: "SELECT 1")
    let sealed = CursorTexts(statement: "SELECT 1", seal: try Self.seal(Self.keys))
    #expect(Self.refusal(try sealed.text(Self.cursor), plain)?.contains("needs that option again") == true)
    #expect(Self.refusal(try plain.text(Self.cursor), sealed)?.contains("taken without it") == true)
  }

  @Test("A position of any length gets out, since it could not be had again")
  func long() throws {
    let texts = try keyFile(Self.keys[0]) { try Self.texts(keyFile: $0) }
    let cursor = Cursor(state: PagingState(bytes: [UInt8](repeating: 7, count: 100_000)))
    #expect(try texts.cursor(texts.text(cursor)) == cursor)
  }

  @Test(
    "A key file that is none is a usage error that shows nothing of it",
    arguments: [
      ("", "there is no key"), ("secret", "line 1"), ("abcd", "line 1: a cursor key needs 32 bytes or more"),
      (String(repeating: "00", count: 32), "one byte over and over"),
    ])
  func badKeys(content: String, message: String) throws {
    do {
      _ = try keyFile(content) { try Self.texts(keyFile: $0) }
      Issue.record("taken")
    } catch let error as UsageError {
      #expect(error.exitCode == .usage)
      #expect(error.message.hasPrefix("--cursor-key-file "))
      #expect(error.message.contains(message))
      #expect(!error.message.contains("secret"))
    }
  }

  @Test("A key file that is not there")
  func noKeyFile() {
    #expect {
      try Self.texts(keyFile: "/nowhere/keys")
    } throws: {
      ($0 as? UsageError)?.message == "--cursor-key-file /nowhere/keys: the file cannot be read"
    }
  }

  @Test("A bad cursor, and one that a server would ignore, are found before there is a server")
  func foundBeforeConnecting() throws {
    func code(_ words: String...) throws -> ExitCode? {
      guard case .query(let command) = try Arguments.parse(["cqlpage"] + words) else { return nil }
      do throws(UsageError) {
        _ = try Query(command: command, environment: [:])
        return nil
      } catch {
        return error.exitCode
      }
    }
    let text = try CursorTexts(statement: "SELECT a FROM t LIMIT 10").text(Self.cursor)
    #expect(try code("SELECT a FROM u LIMIT 10", "--resume", text) == .cursor)
    // The cursor is good; the page size that comes with it is not.
    #expect(try code("SELECT a FROM t LIMIT 10", "--resume", text) == .usage)
    #expect(try code("SELECT a FROM t LIMIT 10", "--resume", text, "--page-size", "10") == .usage)
    #expect(try code("SELECT a FROM t LIMIT 10", "--resume", text, "--page-size", "9") == nil)
    #expect(try code("SELECT a FROM t LIMIT 10", "--resume", text, "--target-page-bytes", "1000") == nil)
  }

  private static func texts(keyFile: String) throws -> CursorTexts {
    var command = QueryCommand()
    command.cursorKeyFile = keyFile
    return try CursorTexts(of: command)
  }

  /// A file with this content, for as long as `body` runs.
  private func keyFile<Result>(_ content: String, _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "cqlpage-keys-\(UUID().uuidString)")
    try Data(content.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }
}
