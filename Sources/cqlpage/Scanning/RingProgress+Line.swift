import CQLPaging

extension RingProgress {
  private static let barWidth = 20

  /// A line for people: a bar, and the figures of this run.
  ///
  /// - Parameters:
  ///   - start: how far the scan was when the run began.
  ///   - time: since then.
  func line(since start: RingProgress, time: Duration) -> String {
    let rows = summary.rows - start.summary.rows
    let bytes = summary.bytes - start.summary.bytes
    // All is done only when it is.
    let done = Int(fraction * Double(Self.barWidth))
    let bar = String(repeating: "#", count: done) + String(repeating: "-", count: Self.barWidth - done)
    var parts = [
      "[\(bar)] \(Int(fraction * 100)) %", Figures.count(rows, "row"), "\(Figures.rate(rows, in: time)) rows/s",
      "\(Figures.bytes(Figures.rate(bytes, in: time)))/s",
    ]
    if fraction > start.fraction, fraction < 1 {
      parts.append("\(Figures.time(time * ((1 - fraction) / (fraction - start.fraction)))) left")
    }
    return parts.joined(separator: ", ")
  }
}

extension Figures {
  /// Bytes in the largest unit that leaves a whole number of it.
  static func bytes(_ count: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(count), 0)
    while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    guard unit > 0 else { return "\(count) bytes" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }

  /// A length of time, to its two largest units.
  static func time(_ duration: Duration) -> String {
    let seconds = max(duration.components.seconds, 0)
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    default: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
  }
}
