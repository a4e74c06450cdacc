extension Duration {
  /// Longer than anyone waits, and no more than clocks can add to the present.
  package static let tenYears = Duration.seconds(315_360_000)
}
