import Testing

@testable import CQLSession

@Suite struct HeartbeatTests {
  private let start = ContinuousClock.now

  private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

  private var heartbeat: Heartbeat { Heartbeat(interval: .seconds(5), patience: .seconds(3), now: start) }

  @Test("F5: a peer that is heard is not asked")
  func heard() {
    var heartbeat = heartbeat
    for second in 1...20 { #expect(heartbeat.tick(now: at(second), receptions: UInt64(second)) == .none) }
    #expect(heartbeat.deadline == at(25))
  }

  @Test("F5: a silent peer is asked once, and given up when it stays silent")
  func silent() {
    var heartbeat = heartbeat
    #expect(heartbeat.tick(now: at(4), receptions: 0) == .none)
    #expect(heartbeat.tick(now: at(5), receptions: 0) == .ask)
    #expect(heartbeat.deadline == at(8))
    #expect(heartbeat.tick(now: at(7), receptions: 0) == .none)
    #expect(heartbeat.tick(now: at(8), receptions: 0) == .giveUp)
  }

  @Test("F5: an answer ends the doubt; anything else that comes prolongs the patience")
  func signs() {
    var heartbeat = heartbeat
    #expect(heartbeat.tick(now: at(5), receptions: 0) == .ask)
    #expect(heartbeat.tick(now: at(7), receptions: 1) == .none)
    #expect(heartbeat.isAsking)
    #expect(heartbeat.deadline == at(10))
    heartbeat.answered(now: at(9))
    #expect(!heartbeat.isAsking)
    #expect(heartbeat.tick(now: at(13), receptions: 1) == .none)
    #expect(heartbeat.tick(now: at(14), receptions: 1) == .ask)
  }

  @Test("F5: a peer that is said to be gone is asked at once, but not twice")
  func doubt() {
    var heartbeat = heartbeat
    #expect(!heartbeat.isInDoubt)
    heartbeat.doubt()
    #expect(heartbeat.isInDoubt)
    #expect(heartbeat.deadline <= at(1))
    #expect(heartbeat.tick(now: at(1), receptions: 0) == .ask)
    heartbeat.doubt()
    #expect(heartbeat.tick(now: at(2), receptions: 0) == .none)
    #expect(heartbeat.isInDoubt)
    #expect(heartbeat.tick(now: at(4), receptions: 0) == .giveUp)
    heartbeat.answered(now: at(4))
    #expect(!heartbeat.isInDoubt)
    #expect(heartbeat.deadline == at(9), "an answer ends all doubts")
  }
}
