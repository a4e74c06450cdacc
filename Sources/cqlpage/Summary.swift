import CQLPaging

/// The figures of a run: the last line on standard error.
struct Summary {
  var figures: ScanSummary
  var time: Duration
  /// What ``CursorTexts`` makes of a cursor; nil where the result has ended.
  var cursor: String?
  /// Of a scan, over all its runs.
  var ring: RingProgress?
  /// How long requests for pages took, of a scan all requests; null in JSON where there was none.
  var latency = LatencyHistogram()

  /// One object; scripts depend on its keys.
  var json: String {
    """
    {"rows":\(figures.rows),"pages":\(figures.pages),"empty_pages":\(figures.emptyPages),"bytes":\(figures.bytes),\
    "latency_ms":\(latencyInMilliseconds),\
    "retries":\(figures.retries),"seconds":\(Figures.seconds(time)),"complete":\(figures.isComplete),\
    "cursor":\(cursor.map { "\"\($0)\"" } ?? "null")\(ring.map(Self.json) ?? "")}
    """
  }

  private static func json(_ ring: RingProgress) -> String {
    """
    ,"total_rows":\(ring.summary.rows),"finished_ranges":\(ring.finishedRanges),"ranges":\(ring.totalRanges),\
    "fraction":\(ring.fraction)
    """
  }

  private var latencyInMilliseconds: String {
    guard latency.count > 0 else { return "null" }
    let percentiles: [(String, Double)] = [("p50", 50), ("p99", 99), ("p999", 99.9), ("max", 100)]
    return "{\(percentiles.map { "\"\($0)\":\(latency.percentile($1).milliseconds)" }.joined(separator: ","))}"
  }

  /// The same for people.
  ///
  /// - Parameter nextCommand: the command line that goes on; nil where there is no use in one.
  func text(nextCommand: String?) -> String {
    var parts = [
      Figures.count(figures.rows, "row"),
      "\(Figures.count(figures.pages, "page")) (\(figures.emptyPages) empty)",
      Figures.count(figures.bytes, "byte"),
      figures.retries == 1 ? "1 retry" : "\(figures.retries) retries",
      "\(Figures.seconds(time)) s",
    ]
    if let ring {
      parts.append("\(ring.finishedRanges) of \(Figures.count(ring.totalRanges, "range"))")
      if ring.summary.rows != figures.rows { parts.append("\(Figures.count(ring.summary.rows, "row")) in all runs") }
    }
    let line = parts.joined(separator: ", ")
    if figures.isComplete { return "\(line): complete" }
    guard let nextCommand else { return "\(line): not complete" }
    return "\(line): not complete; go on with\n\(nextCommand)"
  }
}

/// Numbers for people.
enum Figures {
  static func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }

  /// How many a second; 0 where no time has passed.
  static func rate(_ number: Int, in duration: Duration) -> Int {
    duration > .zero ? Int(exactly: (Double(number) / (duration / .seconds(1))).rounded()) ?? .max : 0
  }

  /// Seconds, to the millisecond.
  static func seconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds = String(attoseconds / 1_000_000_000_000_000)
    return "\(seconds)." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
  }
}
