import CQLPaging

/// STARTUP: protocol v4, section 4.1.1.
package struct Startup: Hashable, Sendable {
  /// `CQL_VERSION`, which is mandatory, `COMPRESSION`, `DRIVER_NAME`, …
  package var options: [String: String]

  package init(options: [String: String] = ["CQL_VERSION": "3.0.0"]) { self.options = options }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    options = try reader.readStringMap("the options")
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeStringMap(options)
  }
}
