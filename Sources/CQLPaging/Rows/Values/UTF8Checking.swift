extension UnsafeRawBufferPointer {
  /// Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
  @inline(__always)
  var isUTF8: Bool { isASCII || isUTF8BeyondASCII() }

  /// Whether all bytes are below 0x80; sixteen at a time. Bytes at the end may be looked at twice.
  @inline(__always)
  var isASCII: Bool {
    guard let start = baseAddress else { return true }
    if count >= 16 {
      var seen = SIMD2<UInt64>.zero
      var offset = 0
      while offset < count &- 16 {
        seen |= (start + offset).loadUnaligned(as: SIMD2<UInt64>.self)
        offset &+= 16
      }
      seen |= (start + (count &- 16)).loadUnaligned(as: SIMD2<UInt64>.self)
      return (seen[0] | seen[1]) & 0x8080_8080_8080_8080 == 0
    }
    if count >= 8 {
      let seen = start.loadUnaligned(as: UInt64.self) | (start + (count &- 8)).loadUnaligned(as: UInt64.self)
      return seen & 0x8080_8080_8080_8080 == 0
    }
    if count >= 4 {
      let seen = start.loadUnaligned(as: UInt32.self) | (start + (count &- 4)).loadUnaligned(as: UInt32.self)
      return seen & 0x8080_8080 == 0
    }
    guard count > 0 else { return true }
    return (self[0] | self[count / 2] | self[count &- 1]) < 0x80
  }

  /// ``isUTF8``, byte by byte but for stretches of ASCII: table 3-7 of the Unicode Standard.
  @inline(never)
  private func isUTF8BeyondASCII() -> Bool {
    guard let start = baseAddress else { return true }
    var offset = 0
    while offset < count {
      if count - offset >= 8, (start + offset).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
        offset += 8
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch self[offset] {
      case 0x00...0x7F:
        offset += 1
        continue
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)  // below: overlong
      case 0xED: (length, second) = (3, 0x80...0x9F)  // above: surrogates
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, second) = (4, 0x90...0xBF)  // below: overlong
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)  // above: no Unicode
      default: return false
      }
      guard count - offset >= length, second.contains(self[offset + 1]) else { return false }
      for index in 2..<length where self[offset + index] & 0xC0 != 0x80 { return false }
      offset += length
    }
    return true
  }
}
