// Texts of others, for messages and logs.
extension String {
  /// The text in one line: what ends a line, or changes how the rest of it is shown, is escaped. Of more than `limit`
  /// Unicode scalars those are left out.
  func inOneLine(upTo limit: Int = .max) -> String {
    let scalars = unicodeScalars.prefix(limit)
    let line = scalars.map { $0.breaksLines ? $0.escaped(asASCII: true) : String($0) }.joined()
    return scalars.endIndex < unicodeScalars.endIndex ? line + "…" : line
  }

  /// A name that a server has made.
  var asShownName: String { inOneLine(upTo: 100) }
}

extension Sequence<String> {
  /// The first few of these names, separated by commas.
  var asShownNames: String {
    let first = prefix(11).map(\.asShownName)
    return first.prefix(10).joined(separator: ", ") + (first.count > 10 ? ", …" : "")
  }
}

extension Unicode.Scalar {
  fileprivate var breaksLines: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
