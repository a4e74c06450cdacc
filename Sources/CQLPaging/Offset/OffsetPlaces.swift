/// Pages of a result, each with the number of rows before it, in ascending order of that number.
struct OffsetPlaces: Sendable {
  struct Place {
    /// How many rows come before it.
    let row: Int
    let state: PagingState
  }

  /// How many pages are fetched between two places; `Int.max` remembers none.
  let spacing: Int
  private(set) var places: [Place] = []

  init(spacing: Int) { self.spacing = max(spacing, 1) }

  /// The nearest place that is not behind a row; nil is the beginning of the result.
  func nearest(to row: Int) -> Place? {
    let index = indexBehind(row)
    return index == 0 ? nil : places[index - 1]
  }

  /// Of two places with the same row the later one is kept: the empty pages between them need not be fetched again.
  mutating func remember(_ place: Place) {
    let index = indexBehind(place.row)
    if index > 0, places[index - 1].row == place.row {
      places[index - 1] = place
    } else {
      places.insert(place, at: index)
    }
  }

  private func indexBehind(_ row: Int) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
