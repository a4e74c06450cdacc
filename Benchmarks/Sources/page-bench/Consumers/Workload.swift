/// A consumer of rows that is busy for a while after each page's worth of them.
struct Workload<Values: Consumer>: Sendable {
  var values: Values
  private(set) var rows = 0
  private let rowsBetweenWork: Int
  private var nextWork: Int
  private let duration: Duration

  init(_ values: Values, _ options: Options) {
    self.values = values
    duration = .microseconds(options.consumerMicroseconds)
    rowsBetweenWork = options.consumerMicroseconds > 0 ? options.pageSize : .max
    nextWork = rowsBetweenWork
  }

  mutating func endRow() {
    rows += 1
    if rows == nextWork { work() }
  }

  /// Busy, not asleep: a consumer that computes.
  @inline(never)
  private mutating func work() {
    nextWork += rowsBetweenWork
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end {}
  }
}
