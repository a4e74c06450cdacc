/// The numbers below a count in an order that changes with a counter, so that each is the first one equally often, and
/// what a first one cannot do is spread evenly over the others: had each the next one in a fixed order for its deputy, the
/// neighbour of a node that is down would do the work of two.
struct Rotation {
  let count: Int
  private let first: Int
  private let turn: Int

  init(count: Int, counter: UInt) {
    self.count = count
    guard count > 0 else {
      (first, turn) = (0, 0)
      return
    }
    let (rounds, first) = counter.quotientAndRemainder(dividingBy: UInt(count))
    self.first = Int(first)
    turn = count > 1 ? Int(rounds % UInt(count - 1)) : 0
  }

  /// The number at a place of the order.
  subscript(place: Int) -> Int {
    if place == 0 { return first }
    var number = place - 1 + turn
    if number >= count - 1 { number -= count - 1 }
    number += first + 1
    return number < count ? number : number - count
  }
}
