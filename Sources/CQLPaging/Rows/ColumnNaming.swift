/// How the properties of a `Decodable` type are named in a row.
public enum ColumnNaming: Hashable, Sendable {
  /// As the columns are. Names of columns have no capitals where they were created without quotes.
  case exact
  /// In snake case: the property `firstName` is the column `first_name`, and `userID` is `user_id`.
  case snakeCase

  /// The column's name for a property.
  func columnName(of property: String) -> String {
    switch self {
    case .exact: property
    case .snakeCase: Self.snakeCased(property)
    }
  }

  /// A word begins at a capital behind a small letter, and at the last of several capitals where a small letter follows:
  /// `my_url_property` for `myURLProperty`.
  private static func snakeCased(_ name: String) -> String {
    let letters = Array(name)
    var result = ""
    for (index, letter) in letters.enumerated() {
      if letter.isUppercase, index > 0, letters[index - 1] != "_" {
        let followsSmall = !letters[index - 1].isUppercase
        let precedesSmall = index + 1 < letters.count && letters[index + 1].isLowercase
        if followsSmall || precedesSmall { result += "_" }
      }
      result += letter.lowercased()
    }
    return result
  }
}
