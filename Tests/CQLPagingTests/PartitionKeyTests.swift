import CQLPaging
import Foundation
import Testing

@Suite struct PartitionKeyTests {
  /// What `SELECT token(k)` of Apache Cassandra says of int keys.
  @Test("E6: the token of a key is the server's")
  func single() throws {
    #expect(try Token(partitionKey: [0], types: [.int]) == Token(-3_485_513_579_396_041_028))
    #expect(try Token(partitionKey: [10], types: [.int]) == Token(-6_715_243_485_458_697_746))
    #expect(try Token(encodedPartitionKey: [[0, 0, 0, 5]]) == Token(-7_509_452_495_886_106_294))
  }

  @Test("E6: values are hashed as what their columns are, in the key's order")
  func composite() throws {
    let token = try Token(partitionKey: [1, "a"], types: [.int, .text])
    #expect(try token == Token(encodedPartitionKey: [[0, 0, 0, 1], [0x61]]))
    #expect(try token == Token(encodedPartitionKey: [[0, 4, 0, 0, 0, 1, 0, 0, 1, 0x61, 0]]))
    #expect(try token != Token(partitionKey: ["a", 1], types: [.text, .int]))
    #expect(try token != Token(partitionKey: [1, "a"], types: [.bigint, .text]))
  }

  @Test("E6: an empty key of one column lies at the ring's beginning, as on servers; in a composite it is a value")
  func empty() throws {
    #expect(try Token(partitionKey: [""], types: [.text]) == .minimum)
    #expect(
      try Token(partitionKey: ["", ""], types: [.text, .text]) == Token(encodedPartitionKey: [[0, 0, 0, 0, 0, 0]]))
  }

  @Test(
    "E6: what is no partition key is an error that names the column",
    arguments: [
      ([], [], .wrongValues, "a key without a column"),
      ([1], [.int, .int], .wrongValues, "a value too few"),
      ([Int?.none], [.int], .valueDoesNotFit, "null"),
      ([1, Int?.none], [.int, .int], .valueDoesNotFit, "column 2"),
      ([CQLUnset()], [.int], .valueDoesNotFit, "not set"),
      ([1, "x"], [.int, .int], .typeMismatch, "column 2"),
      ([1, String(repeating: "x", count: 65_536)], [.int, .text], .valueDoesNotFit, "column 2: 65536 bytes"),
      ([String(repeating: "x", count: 65_536)], [.text], .valueDoesNotFit, "column 1: 65536 bytes"),
    ] as [([any CQLEncodable], [CQLType], CQLError.Code, String)])
  func refused(values: [any CQLEncodable], types: [CQLType], code: CQLError.Code, what: String) {
    let error = #expect(throws: CQLError.self) { try Token(partitionKey: values, types: types) }
    #expect(error?.code == code, "\(what)")
    if what.hasPrefix("column") { #expect(error?.message.contains(what) == true) }
  }

  @Test("E6: the longest key that there is")
  func longest() throws {
    let longest = [UInt8](repeating: 0xFF, count: 65_535)
    let composite: [UInt8] = [0xFF, 0xFF] + longest + [0, 0, 1, 7, 0]
    #expect(try Token(encodedPartitionKey: [longest, [7]]) == Token(Murmur3.token(ofKey: composite)))
  }
}
