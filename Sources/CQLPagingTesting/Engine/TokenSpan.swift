/// The tokens from `lower` to `upper`, both among them; none where `lower` is above `upper`.
struct TokenSpan: Hashable, Sendable {
  var lower = Int64.min
  var upper = Int64.max

  var isEmpty: Bool { lower > upper }

  private static let none = TokenSpan(lower: .max, upper: .min)

  /// Leaves the tokens that compare so with `token`. `Int64.min` as an upper bound is none at all, as on Cassandra.
  mutating func narrow(_ comparison: SelectStatement.Comparison, _ token: Int64) {
    let isBelowAll = token == .min
    switch comparison {
    case .greater where token == .max: self = .none
    case .greater: lower = max(lower, token + 1)
    case .greaterOrEqual: lower = max(lower, token)
    case .less: if !isBelowAll { upper = min(upper, token - 1) }
    case .lessOrEqual: if !isBelowAll { upper = min(upper, token) }
    case .equal where isBelowAll: break
    case .equal:
      lower = max(lower, token)
      upper = min(upper, token)
    }
  }
}
