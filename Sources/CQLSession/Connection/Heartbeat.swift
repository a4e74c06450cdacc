internal import CQLPaging

/// Finds out whether a peer is still there: asks it when it has been silent for a while, and gives it up when it stays so.
///
/// Pure: its owner says what the time is and what has come, and does what it answers. A peer that answers nothing is
/// found while requests wait for it, too; one that is only slow with them still answers this.
package struct Heartbeat: Sendable {
  package enum Action: Equatable, Sendable {
    case none
    /// OPTIONS is to be sent, which every server answers at once.
    case ask
    /// The peer has not even answered that.
    case giveUp
  }

  private enum Phase {
    /// The peer was heard at this time.
    case heard(ContinuousClock.Instant)
    /// It was asked, or sent something since then, at this time.
    case asked(ContinuousClock.Instant)
  }

  private let interval: Duration
  let patience: Duration
  private var phase: Phase
  private var receptions: UInt64 = 0
  /// Whether someone has said that the peer may be gone, and it has not answered since then.
  package private(set) var isInDoubt = false

  /// - Parameters:
  ///   - interval: how long a peer may be silent before it is asked.
  ///   - patience: how long it may be silent after that.
  package init(interval: Duration, patience: Duration, now: ContinuousClock.Instant) {
    self.interval = min(interval, .tenYears)
    self.patience = min(patience, .tenYears)
    phase = .heard(now)
  }

  /// What is to be done now.
  ///
  /// - Parameter receptions: how often something has come from the peer, ever.
  package mutating func tick(now: ContinuousClock.Instant, receptions: UInt64) -> Action {
    if receptions != self.receptions {
      self.receptions = receptions
      switch phase {
      case .heard: phase = .heard(now)
      case .asked: phase = .asked(now)
      }
    }
    guard now >= deadline else { return .none }
    switch phase {
    case .heard:
      phase = .asked(now)
      return .ask
    case .asked:
      return .giveUp
    }
  }

  /// The answer has come.
  package mutating func answered(now: ContinuousClock.Instant) {
    phase = .heard(now)
    isInDoubt = false
  }

  /// There is reason to doubt that the peer is there: it is asked at the next ``tick(now:receptions:)``.
  package mutating func doubt() { isInDoubt = true }

  /// Whether an answer is awaited.
  package var isAsking: Bool {
    if case .asked = phase { true } else { false }
  }

  /// When ``tick(now:receptions:)`` has something to do, if nothing comes before.
  package var deadline: ContinuousClock.Instant {
    switch phase {
    case .heard(let time): isInDoubt ? time : time + interval
    case .asked(let time): time + patience
    }
  }
}
