/// A word, literal or sign of a CQL text.
enum CQLToken: Equatable {
  /// A keyword or a name. An unquoted one is in lower case, as the server takes it.
  case word(String, isQuoted: Bool)
  case string(String)
  case integer(String)
  case float(String)
  case uuid([UInt8])
  case blob([UInt8])
  /// `?`
  case marker
  /// `:name`
  case namedMarker(String)
  /// Punctuation and comparisons: `*`, `,`, `>=`.
  case sign(String)
  case end
}

extension CQLToken: CustomStringConvertible {
  /// What stands there, for a message. Values are left out: they can be personal data.
  var description: String {
    switch self {
    case .word(let name, let isQuoted): isQuoted ? "\"\(name)\"" : name.uppercased()
    case .string: "a string"
    case .integer, .float: "a number"
    case .uuid: "a uuid"
    case .blob: "a blob"
    case .marker: "?"
    case .namedMarker(let name): ":\(name)"
    case .sign(let sign): sign
    case .end: "the end of the text"
    }
  }
}
