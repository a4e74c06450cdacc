import CQLNativeProtocol
import CQLPaging

/// The first byte says which side reads and how large the pieces are; the rest is what arrives. However it is cut, the
/// same frames must come out.
func fuzzFrames(_ bytes: UnsafeRawBufferPointer) {
  guard let first = bytes.first else { return }
  let direction: FrameAssembler.Direction = first & 1 == 0 ? .responses : .requests
  let rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
  let piece = max(Int(first >> 1), 1)
  require(
    assembled(rest, direction, piece: rest.count) == assembled(rest, direction, piece: piece),
    "frames depend on how the bytes were cut")
}

private func assembled(
  _ bytes: UnsafeRawBufferPointer, _ direction: FrameAssembler.Direction, piece: Int
) -> [String] {
  var assembler = FrameAssembler(expecting: direction, bodyLimit: 1 << 16)
  var seen: [String] = []
  var offset = 0
  while offset < bytes.count {
    let end = min(offset + piece, bytes.count)
    assembler.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
    offset = end
    do throws(CQLError) {
      while let next = try assembler.next() {
        switch next {
        case .frame(let frame):
          seen.append(
            "\(frame.header) \(frame.header.flags.rawValue) \(frame.body.bytes.reduce(0) { $0 &* 31 &+ Int($1) })")
        case .unsupportedVersion(let version, let stream): seen.append("version \(version) on \(stream)")
        }
      }
    } catch {
      return seen + [error.message]
    }
  }
  return seen + ["\(assembler.isMidFrame)"]
}
