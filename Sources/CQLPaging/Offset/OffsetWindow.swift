/// Cuts a page out of elements that go by: never more than the page they are on is held.
struct OffsetWindow<Element> {
  private let wanted: OffsetSpan
  private var number = 1
  private var elements: [Element] = []
  private var isLast = true

  init(_ wanted: OffsetSpan) { self.wanted = wanted }

  /// Takes the next element.
  ///
  /// - Returns: whether another one is needed. It is not when this one is behind the page.
  mutating func add(_ element: Element) -> Bool {
    if elements.count == wanted.rowsPerPage {
      guard number < wanted.number else {
        isLast = false
        return false
      }
      // Only now is it known that the page held is not the last one.
      number += 1
      elements.removeAll(keepingCapacity: true)
    }
    elements.append(element)
    return true
  }

  /// The wanted page, or the last one before it, of the elements so far.
  var page: OffsetPage<Element> { OffsetPage(number: number, elements: elements, isLast: isLast) }
}
