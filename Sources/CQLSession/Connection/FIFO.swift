/// First in, first out. An array's `removeFirst()` moves all that follow, each time.
struct FIFO<Element> {
  private var elements: [Element] = []
  /// Elements at the beginning that have been taken: fewer than are left.
  private var taken = 0

  var isEmpty: Bool { elements.isEmpty }

  /// Those that wait, the next one first.
  var waiting: ArraySlice<Element> { elements[taken...] }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard !elements.isEmpty else { return nil }
    let first = elements[taken]
    taken += 1
    // Half of them at once, so that each is moved once on average.
    if 2 * taken >= elements.count { dropTaken() }
    return first
  }

  mutating func removeFirst(where matches: (Element) -> Bool) -> Element? {
    dropTaken()
    return elements.firstIndex(where: matches).map { elements.remove(at: $0) }
  }

  mutating func removeAll(where matches: (Element) -> Bool) {
    dropTaken()
    elements.removeAll(where: matches)
  }

  private mutating func dropTaken() {
    elements.removeFirst(taken)
    taken = 0
  }
}
