import CQLPaging

/// Keeps the rows of a scan and its checkpoint in step, so that a process that is killed, at whatever moment, can be
/// followed by another one.
///
/// The order makes it safe: rows go into the file, the disk has them, then comes the checkpoint that says so. What the
/// file has behind the checkpoint's length is of rows that come again, and the next run cuts it off. To standard output
/// nothing can be cut off, so there is a checkpoint behind every page, and at most the page that was being written comes
/// twice.
struct ScanLog {
  private let file: (any RowFile)?
  private let store: (any CheckpointStore)?
  private let now: () -> Duration
  /// Whether what was written stays.
  var isStream: Bool { file == nil }
  /// Behind the last page that was written as a whole; nil before ``begin(_:)``.
  private var latest: SavedScan?
  private var isSaved = false
  private var lastSave = Duration.zero

  /// So long a file is left to itself.
  static let interval = Duration.milliseconds(500)
  /// So much of a file's end makes its mark.
  private static let markedBytes = 4096

  /// - Parameters:
  ///   - file: the rows' own file; nil where they go to standard output.
  ///   - store: the checkpoint's; nil where there is none.
  ///   - now: the time since the run began.
  init(file: (any RowFile)?, store: (any CheckpointStore)?, now: @escaping () -> Duration) {
    self.file = file
    self.store = store
    self.now = now
  }

  /// Before the first row: a file never has rows that no checkpoint knows of.
  ///
  /// - Parameter start: what an earlier run has left, or a checkpoint of nothing.
  mutating func begin(_ start: SavedScan, isResumed: Bool) throws(OutputFailure) {
    latest = start
    // A file is left alone when there is nothing more to come.
    if start.scan.isComplete && isResumed { isSaved = true } else { try file?.cut(to: start.byteCount) }
    if isResumed { isSaved = true } else { try save() }
  }

  /// A page has been written as a whole.
  ///
  /// - Parameters:
  ///   - byteCount: the length of all rows, in all runs.
  ///   - hasRows: false for an empty page, which may come again.
  mutating func reached(_ scan: ScanCheckpoint, byteCount: Int, header: String?, hasRows: Bool) throws(OutputFailure) {
    latest?.scan = scan
    latest?.byteCount = byteCount
    latest?.header = header
    isSaved = false
    guard store != nil else { return }
    if (file == nil && hasRows) || now() - lastSave >= Self.interval { try save() }
  }

  /// Leaves everything as it can be gone on with: no part of a row, and the last checkpoint.
  mutating func finish() throws(OutputFailure) {
    guard let latest else { return }
    if !(isSaved && latest.scan.isComplete) { try file?.cut(to: latest.byteCount) }
    if !isSaved { try save() }
  }

  private mutating func save() throws(OutputFailure) {
    try file?.synchronize()
    if let store, var saved = latest {
      saved.fileMark = try file.map { file throws(OutputFailure) in try Self.mark(of: file, at: saved.byteCount) }
      try store.replace(with: try saved.encoded())
    }
    isSaved = true
    lastSave = now()
  }

  /// What tells a file from another one that is as long.
  static func mark(of file: any RowFile, at byteCount: Int) throws(OutputFailure) -> String {
    SHA256.mark(of: try file.read(max(byteCount - markedBytes, 0)..<byteCount))
  }
}
