/// What a frame's body holds besides its message: protocol v4, section 2.2.
package struct FrameFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The body is compressed, as agreed on in STARTUP.
  package static let compression = FrameFlags(rawValue: 0x01)
  /// In a request: keep a trace. In a response: the trace's id comes first.
  package static let tracing = FrameFlags(rawValue: 0x02)
  package static let customPayload = FrameFlags(rawValue: 0x04)
  /// The server's warnings come before the message.
  package static let warning = FrameFlags(rawValue: 0x08)
  /// Of version 5; servers set it in refusals of that version.
  package static let beta = FrameFlags(rawValue: 0x10)
}
