/// A page that was asked for by its number.
public struct OffsetPage<Element> {
  /// The page's number, from 1 on. It is the number of the last page where a page behind the end was asked for.
  public let number: Int
  /// The page's elements; none only where the whole result is empty.
  public let elements: [Element]
  /// Whether nothing follows.
  public let isLast: Bool

  /// A page, for pagers of your own.
  public init(number: Int, elements: [Element], isLast: Bool) {
    self.number = number
    self.elements = elements
    self.isLast = isLast
  }
}

extension OffsetPage: Sendable where Element: Sendable {}
extension OffsetPage: Equatable where Element: Equatable {}

extension OffsetPage: CustomStringConvertible {
  /// Number and size, not what the elements are.
  public var description: String {
    "page \(number) of \(elements.count) elements" + (isLast ? ", the last" : "")
  }
}
