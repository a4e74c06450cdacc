/// The block format of LZ4, decompression only, for the recorded frames: protocol v4, section 5.
enum LZ4 {
  struct Malformed: Error {}

  /// A frame's body: the decompressed length, then one block.
  static func decompressBody(_ body: [UInt8]) throws -> [UInt8] {
    guard body.count >= 4 else { throw Malformed() }
    let length = body[..<4].reduce(0) { $0 << 8 | Int($1) }
    let bytes = try decompressBlock(body[4...])
    guard bytes.count == length else { throw Malformed() }
    return bytes
  }

  /// Sequences of literals and a match; the last one has literals alone.
  private static func decompressBlock(_ block: ArraySlice<UInt8>) throws -> [UInt8] {
    var input = block
    var output: [UInt8] = []
    func next() throws -> Int {
      guard let byte = input.popFirst() else { throw Malformed() }
      return Int(byte)
    }
    func length(_ nibble: Int) throws -> Int {
      var length = nibble
      guard nibble == 15 else { return length }
      while true {
        let byte = try next()
        length += byte
        if byte < 255 { return length }
      }
    }
    while !input.isEmpty {
      let token = try next()
      let literals = try length(token >> 4)
      guard literals <= input.count else { throw Malformed() }
      output += input.prefix(literals)
      input = input.dropFirst(literals)
      if input.isEmpty { break }
      let distance = try next() | next() << 8
      let count = try length(token & 15) + 4
      guard distance > 0, distance <= output.count else { throw Malformed() }
      for _ in 0..<count { output.append(output[output.count - distance]) }
    }
    return output
  }
}
