/// A page that is being fetched, to be given up when nobody wants it any more.
public struct FetchHandle: Sendable {
  private let onCancel: @Sendable () -> Void

  /// - Parameter onCancel: gives the page up; called from any thread, each time that ``cancel()`` is.
  public init(onCancel: @escaping @Sendable () -> Void) { self.onCancel = onCancel }

  /// Gives the page up. Its completion may or may not be called after that.
  public func cancel() { onCancel() }
}
