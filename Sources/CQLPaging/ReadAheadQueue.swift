/// Which pages have been asked for ahead, in their order, and what may be asked for next.
///
/// Pure: it decides, its owner asks and wakes. A page keeps its place whether it is here or on its way, so pages that
/// come in another order than they were asked for are handed out in theirs.
///
/// Not generic, and neither are the pages in it: what is generic and not specialised asks the runtime for its types, again
/// for every page, which cost more than all that is done here.
struct ReadAheadQueue: Sendable {
  /// A page that is here: what there is to know of it, and the page itself in a box that its owner opens.
  struct Arrival: Sendable {
    let page: any AnyObject & Sendable
    let rowCount: Int
    let byteCount: Int
    let nextState: PagingState?
    let coordinator: String?
  }

  /// A request to be sent, and the number to report about it by.
  typealias Beginning = (request: PageRequest, id: UInt64)

  private struct Slot {
    let id: UInt64
    let request: PageRequest
    /// nil while it is on its way.
    var arrival: Arrival?
    var handle: FetchHandle?
    /// Whether it is known what follows.
    var isContinued = false
  }

  private let policy: Prefetch
  private var slots: [Slot] = []
  /// Of the pages that are here.
  private var bytes = 0
  /// What to ask for next; nil before the beginning, behind the end, and after a failure.
  private var next: PageRequest?
  /// While the source is being asked to begin: whoever asks it looks afterwards whether there is more to ask for.
  private var isBeginning = false
  /// Whether the page that the source was asked to begin has ended already.
  private var hasBegunEnded = false
  /// Between the low-water mark and the bound: whether pages are being asked for.
  private var isFilling = true
  private var lastID: UInt64 = 0
  /// Whether the consumer waits for the first page: that one is as good as in its hands.
  var isAwaited = false

  init(policy: Prefetch) { self.policy = policy }

  /// Whether no page is here or on its way.
  var isEmpty: Bool { slots.isEmpty }

  var bufferedRows: Int { slots.reduce(0) { $0 + ($1.arrival?.rowCount ?? 0) } }
  var reachesEnd: Bool {
    guard let arrival = slots.last(where: { $0.arrival != nil })?.arrival else { return false }
    return arrival.nextState == nil
  }

  /// Forgets everything, and begins with this request.
  ///
  /// - Returns: what is to be given up.
  mutating func follow(_ request: PageRequest) -> [FetchHandle] {
    defer {
      next = request
      isFilling = true
    }
    return drop(from: 0)
  }

  mutating func resize(_ size: PageSize) { next = next?.resized(size) }

  // The consumer's side.

  /// Takes the first page, if it is the one at this position and is here.
  mutating func take(_ position: PagingState?) -> Arrival? {
    guard !slots.isEmpty, slots[0].request.state == position, let arrival = slots[0].arrival else { return nil }
    slots.removeFirst()
    bytes -= arrival.byteCount
    return arrival
  }

  /// Whether the first page is the one at this position, and on its way.
  func isUnderWay(_ position: PagingState?) -> Bool {
    !slots.isEmpty && slots[0].arrival == nil && slots[0].request.state == position
  }

  // The source's side.

  /// The next page to ask for, if there is one and room for it. One request at a time is under way for which nobody
  /// waits.
  mutating func begin() -> Beginning? {
    let awaited = isAwaited ? 1 : 0
    let count = slots.count - awaited
    if count <= policy.lowWaterMark { isFilling = true }
    if count >= policy.pages || bytes >= policy.bytes { isFilling = false }
    guard isFilling, !isBeginning, underWayCount <= awaited else { return nil }
    guard let request = next.take() else { return nil }
    lastID += 1
    slots.append(Slot(id: lastID, request: request))
    isBeginning = true
    hasBegunEnded = false
    return (request, lastID)
  }

  /// The source has been asked.
  ///
  /// - Parameter handle: nil where it cannot begin without waiting.
  /// - Returns: what is to be given up, because nobody wants it any more.
  mutating func began(_ id: UInt64, _ handle: FetchHandle?) -> [FetchHandle] {
    isBeginning = false
    guard let index = index(of: id) else { return hasBegunEnded ? [] : handle.map { [$0] } ?? [] }
    guard let handle else { return drop(from: index) }
    if slots[index].arrival == nil { slots[index].handle = handle }
    return []
  }

  /// It has become known what follows a page that is on its way.
  mutating func continues(_ id: UInt64, at position: PagingState, coordinator: String?) {
    guard let index = index(of: id) else { return }
    continued(index, at: position, coordinator: coordinator)
  }

  /// A page has come.
  ///
  /// - Returns: the page, if the consumer waits for it.
  mutating func arrived(_ id: UInt64, _ arrival: Arrival) -> Arrival? {
    if id == lastID { hasBegunEnded = true }
    guard let index = index(of: id) else { return nil }
    continued(index, at: arrival.nextState, coordinator: arrival.coordinator)
    if isAwaited, index == 0 {
      slots.removeFirst()
      isAwaited = false
      return arrival
    }
    slots[index].arrival = arrival
    slots[index].handle = nil
    bytes += arrival.byteCount
    return nil
  }

  /// A page will not come: it is forgotten with those behind it, to be asked for again when the consumer gets there.
  mutating func failed(_ id: UInt64) -> [FetchHandle] {
    if id == lastID { hasBegunEnded = true }
    guard let index = index(of: id) else { return [] }
    slots[index].handle = nil
    return drop(from: index)
  }

  /// What is to be given up when nobody is there any more.
  mutating func removeAll() -> [FetchHandle] { drop(from: 0) }

  private mutating func continued(_ index: Int, at position: PagingState?, coordinator: String?) {
    guard !slots[index].isContinued else { return }
    slots[index].isContinued = true
    next = position.map { slots[index].request.next(at: $0, coordinator: coordinator) }
  }

  private mutating func drop(from index: Int) -> [FetchHandle] {
    let dropped = slots[index...]
    for slot in dropped { bytes -= slot.arrival?.byteCount ?? 0 }
    slots.removeSubrange(index...)
    next = nil
    return dropped.compactMap(\.handle)
  }

  /// The place of a page that is on its way: only the first one can be, which someone waits for or did, and the last.
  private func index(of id: UInt64) -> Int? {
    if let last = slots.indices.last, slots[last].id == id { return last }
    return !slots.isEmpty && slots[0].id == id ? 0 : nil
  }

  private var underWayCount: Int {
    guard let last = slots.indices.last else { return 0 }
    let lastCount = slots[last].arrival == nil ? 1 : 0
    return last > 0 && slots[0].arrival == nil ? lastCount + 1 : lastCount
  }
}
