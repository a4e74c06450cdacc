/// What a handler of pages wants after one: ``PageSource/forEachPage(of:pageSize:from:_:)``.
public enum PageStep: Hashable, Sendable {
  /// The next page, where there is one.
  case next
  /// Nothing more; the position behind the page is kept.
  case stop
}
