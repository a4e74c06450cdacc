extension String {
  /// A name that a server has made, for messages and logs: in one line, and no longer than names are.
  var asShownName: String {
    let scalars = unicodeScalars.prefix(Self.shownNameLength)
    let shown = scalars.map { $0.breaksLines ? $0.escaped(asASCII: true) : String($0) }.joined()
    return scalars.count < unicodeScalars.count ? shown + "…" : shown
  }

  private static let shownNameLength = 100
}

extension Sequence<String> {
  /// The first few of these names, separated by commas.
  var asShownNames: String {
    let first = prefix(11).map(\.asShownName)
    return first.prefix(10).joined(separator: ", ") + (first.count > 10 ? ", …" : "")
  }
}

extension Unicode.Scalar {
  /// Whether it ends a line, or changes how the rest of it is shown.
  fileprivate var breaksLines: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
