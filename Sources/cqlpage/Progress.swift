/// A line on standard error that says how far a run has come.
///
/// On a terminal it is one line that is written over; elsewhere a line at most once a second.
struct ProgressLine {
  private let isShown: Bool
  private let isTerminal: Bool
  private let write: (String) -> Void
  private let clock = ContinuousClock()
  private var lastShown: ContinuousClock.Instant?
  private var isOnScreen = false

  init(isShown: Bool, isTerminal: Bool, write: @escaping (String) -> Void) {
    self.isShown = isShown
    self.isTerminal = isTerminal
    self.write = write
  }

  /// No progress line.
  static var none: ProgressLine { ProgressLine(isShown: false, isTerminal: false) { _ in } }

  /// Shows the figures, unless they were shown a moment ago.
  mutating func show(rows: Int, pages: Int, bytes: Int) {
    guard isShown, pages > 0 else { return }
    let now = clock.now
    if let lastShown, lastShown.duration(to: now) < (isTerminal ? .milliseconds(100) : .seconds(1)) { return }
    lastShown = now
    let line = "\(Figures.count(rows, "row")), \(Figures.count(pages, "page")), \(Figures.count(bytes, "byte"))"
    write(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
    isOnScreen = isTerminal
  }

  /// Makes room for something else on the same terminal.
  mutating func clear() {
    guard isOnScreen else { return }
    write("\r\u{1B}[K")
    isOnScreen = false
  }
}
