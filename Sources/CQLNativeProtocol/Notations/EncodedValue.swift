/// A bound value as it is sent: the `[value]` of protocol v4, section 3. Descriptions show its length alone.
package enum EncodedValue: Hashable, Sendable {
  case bytes([UInt8])
  case null
  /// Leaves a column as it is.
  case unset
}

extension EncodedValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .bytes(let bytes): "\(bytes.count) bytes"
    case .null: "null"
    case .unset: "unset"
    }
  }
}

/// The values of a QUERY or EXECUTE.
package enum EncodedValues: Sendable {
  case none
  /// One for each `?`, in their order.
  case positional([EncodedValue])
  /// One for each `:name`.
  case named([(name: String, value: EncodedValue)])

  package var count: Int {
    switch self {
    case .none: 0
    case .positional(let values): values.count
    case .named(let values): values.count
    }
  }
}

extension EncodedValues: Equatable {
  package static func == (left: EncodedValues, right: EncodedValues) -> Bool {
    switch (left, right) {
    case (.none, .none): true
    case (.positional(let left), .positional(let right)): left == right
    case (.named(let left), .named(let right)): left.elementsEqual(right, by: ==)
    case (.none, _), (.positional, _), (.named, _): false
    }
  }
}

extension EncodedValues: CustomStringConvertible {
  package var description: String { count == 1 ? "1 value" : "\(count) values" }
}
