import CQLNativeProtocol
import CQLPaging

/// What the fake's paging state says: where the next page begins, and whose it is.
struct FakePosition: Equatable {
  /// The number of the next page, counted from 1.
  var page = 1
  /// The place on the ring at which it begins.
  var place = 0
  /// What is left of LIMIT; nil where there is none.
  var remaining: Int?
  /// Whether it was given although LIMIT ≤ page size, which only a fault can do. Such a position is not ignored.
  var isFromFault = false
  /// A hash of the statement and its values.
  var owner: Int64 = 0

  /// A version byte, flags, four numbers of 8 bytes, padding, and a checksum of 8 bytes.
  private static let version: UInt8 = 0xF1
  private static let length = 42

  init() {}

  /// - Parameter minimumLength: states are filled up to this many bytes.
  func bytes(minimumLength: Int) -> [UInt8] {
    var bytes: [UInt8] = [Self.version, (remaining == nil ? 0 : 1) | (isFromFault ? 2 : 0)]
    for number in [Int64(page), Int64(place), Int64(remaining ?? 0), owner] { bytes += number.bigEndianBytes }
    bytes += [UInt8](repeating: 0, count: max(minimumLength - Self.length, 0))
    return bytes + Murmur3.token(ofKey: bytes).bigEndianBytes
  }

  /// - Throws: 0x000A, as a server answers to bytes that are no state of its own.
  init(bytes: [UInt8]) throws(ServerError) {
    guard bytes.count >= Self.length, bytes[0] == Self.version, bytes[1] <= 3 else { throw .invalidPagingState }
    let content = Array(bytes.dropLast(8))
    guard Array(bytes.suffix(8)) == Murmur3.token(ofKey: content).bigEndianBytes else { throw .invalidPagingState }
    func number(_ index: Int) -> Int64 { content[(2 + index * 8)..<(10 + index * 8)].reduce(0) { $0 << 8 | Int64($1) } }
    page = Int(number(0))
    place = Int(number(1))
    remaining = content[1] & 1 == 1 ? Int(number(2)) : nil
    isFromFault = content[1] & 2 == 2
    owner = number(3)
  }

  /// What a state belongs to. Every part has its length in front, so that no two statements look alike.
  static func owner(of query: FakeQuery, keyspace: String) -> Int64 {
    var bytes: [UInt8] = []
    func add(_ part: some Collection<UInt8>) {
      bytes += Int64(part.count).bigEndianBytes
      bytes += part
    }
    add(query.text.utf8)
    add(keyspace.utf8)
    for value in query.values.all {
      switch value {
      case .bytes(let content): add(content)
      case .null: bytes += Int64(-1).bigEndianBytes
      case .unset: bytes += Int64(-2).bigEndianBytes
      }
    }
    if case .named(let values) = query.values { values.forEach { add($0.name.utf8) } }
    return Murmur3.token(ofKey: bytes)
  }
}

extension ServerError {
  /// 0x000A in the words in which every release says it.
  static let invalidPagingState = ServerError(code: .protocolError, message: "Invalid value for the paging state")

  /// 0x000A for a state that a server would take, and read other rows with than the user expects.
  static let foreignPagingState = ServerError(
    code: .protocolError,
    message: "Invalid value for the paging state: it belongs to another statement or to other values. "
      + "A server would not notice; switch this check off with FakeCoordinator.Options.checksStateOwner")
}
