import CQLPaging

/// The files of a scan, opened and locked, and found to belong together: before there is a server.
struct ScanFiles: Sendable {
  /// Where the rows go.
  enum Rows: Sendable {
    case file(DiskRowFile, name: String)
    /// Standard output, a pipe or a device: what has been written there stays.
    case stream(OpenFile?)
  }

  let rows: Rows
  let checkpoint: CheckpointFile?
  /// What an earlier run has left; nil begins the scan.
  let saved: SavedScan?

  /// - Throws: a ``UsageError``: with the exit code of a bad cursor for a checkpoint that is none or belongs to something
  ///   else.
  init(of command: ScanCommand) throws(UsageError) {
    checkpoint = try command.checkpointFile.map { path throws(UsageError) in try CheckpointFile(path) }
    saved = try checkpoint.flatMap { file throws(UsageError) in try Self.saved(in: file, of: command) }
    rows = try command.outputFile.map { path throws(UsageError) in try Self.open(path, command) } ?? .stream(nil)
    if case .file(let file, _) = rows, let path = command.outputFile {
      try checkLength(of: file, path, checkpointFile: command.checkpointFile)
    }
  }

  private static func saved(in file: CheckpointFile, of command: ScanCommand) throws(UsageError) -> SavedScan? {
    let bytes = try file.read()
    guard !bytes.isEmpty else { return nil }
    do throws(CQLError) {
      let saved = try SavedScan(encoded: bytes)
      if let problem = problem(of: saved, with: command) { throw CQLError(.checkpointForeign, problem) }
      return saved
    } catch {
      throw UsageError("--checkpoint \(command.checkpointFile ?? ""): \(error.message)", exitCode: .cursor)
    }
  }

  private static func problem(of saved: SavedScan, with command: ScanCommand) -> String? {
    if saved.scan.table != command.table {
      return "it is of a scan of \(saved.scan.table), not of \(command.table)"
    }
    if saved.scan.shard != command.shard {
      return "it is of shard \(saved.scan.shard), not of \(command.shard): go on with --shard \(saved.scan.shard)"
    }
    if let format = command.run.format, format != saved.format {
      return "the rows so far are \(saved.format.rawValue), not \(format.rawValue): go on in that format"
    }
    let name = command.outputFile.map(name(ofPath:))
    switch (saved.fileName, name) {
    case (let old?, let name?) where old != name: return "its rows are in \(old): go on with --out \(old)"
    case (let old?, nil): return "its rows are in \(old): go on with --out \(old)"
    case (nil, _?): return "its rows went to standard output: go on without --out"
    default: return nil
    }
  }

  private static func open(_ path: String, _ command: ScanCommand) throws(UsageError) -> Rows {
    guard let stream = try openStream(path) else { return .file(try DiskRowFile(path), name: Self.name(ofPath: path)) }
    guard command.checkpointFile == nil else {
      throw UsageError("--out \(path): this is no file, and with --checkpoint it has to be one")
    }
    return .stream(stream)
  }

  /// nil for a file, or where there is nothing yet.
  private static func openStream(_ path: String) throws(UsageError) -> OpenFile? {
    do throws(SystemFailure) {
      guard let status = try SystemCalls.status(ofPath: path), !status.isRegular else { return nil }
      return try OpenFile(path, .write)
    } catch {
      throw UsageError("--out \(path): \(error.reason)")
    }
  }

  /// Without the folders.
  private static func name(ofPath path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Nobody's file is overwritten, and none is gone on with that is not the one that was left.
  private func checkLength(of file: DiskRowFile, _ path: String, checkpointFile: String?) throws(UsageError) {
    guard let saved else {
      guard file.byteCount == 0 else {
        let reason =
          checkpointFile.map { "there is no checkpoint in \($0) that knows of it" }
          ?? "and no --checkpoint that knows of it"
        throw UsageError(
          "--out \(path) has \(Figures.count(file.byteCount, "byte")) already, and \(reason): name another file, or "
            + "remove this one")
      }
      return
    }
    let begin = "remove \(checkpointFile ?? "the checkpoint") and the file to begin again"
    guard file.byteCount >= saved.byteCount else {
      throw UsageError(
        "--out \(path) has \(Figures.count(file.byteCount, "byte")), and its checkpoint knows of \(saved.byteCount): "
          + "bring the file back, or \(begin)", exitCode: .cursor)
    }
    do throws(OutputFailure) {
      guard try ScanLog.mark(of: file, at: saved.byteCount) == saved.fileMark else {
        throw OutputFailure.failed("--out \(path) is not the file that the checkpoint is of, or was altered")
      }
    } catch {
      guard case .failed(let reason) = error else { return }
      throw UsageError("\(reason): bring the file back, or \(begin)", exitCode: .cursor)
    }
  }
}
