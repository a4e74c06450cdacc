/// A line on standard error that says how far a run has come.
///
/// On a terminal it is one line that is written over; elsewhere a line at most once a second.
struct ProgressLine {
  private let isShown: Bool
  private let isTerminal: Bool
  private let write: (String) -> Void
  /// The time since the run began.
  private let time: () -> Duration
  private var lastShown: Duration?
  private var isOnScreen = false

  /// - Parameter time: since the run began; nil begins now.
  init(isShown: Bool, isTerminal: Bool, time: (() -> Duration)? = nil, write: @escaping (String) -> Void) {
    self.isShown = isShown
    self.isTerminal = isTerminal
    let begin = ContinuousClock.now
    self.time = time ?? { begin.duration(to: .now) }
    self.write = write
  }

  /// No progress line.
  static var none: ProgressLine { ProgressLine(isShown: false, isTerminal: false) { _ in } }

  /// Shows the figures, unless they were shown a moment ago.
  mutating func show(rows: Int, pages: Int, bytes: Int) {
    guard pages > 0 else { return }
    show { time in
      [
        Figures.count(rows, "row"), Figures.count(pages, "page"), Figures.count(bytes, "byte"),
        "\(Figures.rate(rows, in: time)) rows/s",
      ].joined(separator: ", ")
    }
  }

  /// Shows a line, unless one was shown a moment ago.
  ///
  /// - Parameter text: makes it from the time since the run began.
  mutating func show(_ text: (Duration) -> String) {
    guard isShown else { return }
    let now = time()
    if let lastShown, now - lastShown < (isTerminal ? .milliseconds(100) : .seconds(1)) { return }
    lastShown = now
    let line = text(now)
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
