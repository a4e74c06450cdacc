import Testing

@testable import CQLSession

@Suite struct StreamIDsTests {
  @Test("F5: numbers are given once, up to the limit, and again when they are free")
  func reuse() {
    var streams = StreamIDs(limit: 3)
    #expect([streams.take(), streams.take(), streams.take(), streams.take()] == [1, 2, 3, nil])
    streams.release(1)
    #expect(streams.inUse == 2)
    #expect(streams.take() == 1)
    #expect(streams.take() == nil)
  }

  @Test("F5: all 32,767 numbers of the protocol above 0, and not one more", arguments: [32_767, 40_000, .max])
  func all(limit: Int) {
    var streams = StreamIDs(limit: limit)
    var seen = Set<Int16>()
    while let id = streams.take() {
      #expect(id > 0)
      seen.insert(id)
    }
    #expect(seen.count == 32_767)
    #expect(StreamIDs(limit: -5).limit == 1)
  }
}

@Suite struct FIFOTests {
  @Test("what comes first goes first, however much comes in between")
  func order() {
    var fifo = FIFO<Int>()
    var model: [Int] = []
    var generator = SeededGenerator(seed: 3)
    for number in 0..<2000 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<10:
        fifo.append(number)
        model.append(number)
      case 19:
        fifo.removeAll { $0.isMultiple(of: 7) }
        model.removeAll { $0.isMultiple(of: 7) }
      case 17...18:
        let removed = fifo.removeFirst { $0.isMultiple(of: 3) }
        #expect(removed == model.first { $0.isMultiple(of: 3) })
        model.removeAll { $0 == removed }
      default:
        #expect(fifo.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
      }
      #expect(fifo.isEmpty == model.isEmpty)
      #expect(Array(fifo.waiting) == model)
    }
  }
}

@Suite struct RequestTableTests {
  let start = ContinuousClock.now

  private func delivered(_ answer: RequestTable<String>.Answer) -> String {
    switch answer {
    case .deliver(let value): value
    case .abandoned: "abandoned"
    case .unknown: "unknown"
    }
  }

  @Test("F5: each answer finds its own request, in whatever order answers come; a second one finds nothing")
  func anyOrder() {
    var table = RequestTable<String>(limit: 10)
    let ids = ["a", "b", "c"].map { table.add($0, deadline: start) }
    #expect(ids == [1, 2, 3])
    #expect([3, 1, 2].map { delivered(table.answer($0)) } == ["c", "a", "b"])
    #expect([3, 0, 7, -1, .max].map { delivered(table.answer($0)) } == Array(repeating: "unknown", count: 5))
    #expect(table.liveCount == 0)
    #expect(table.inFlightCount == 0)
  }

  @Test("F5: requests beyond the limit wait, and go in the order in which they came")
  func queue() {
    var table = RequestTable<String>(limit: 2)
    let ids = ["a", "b", "c", "d"].map { table.add($0, deadline: start) }
    #expect(ids == [1, 2, nil, nil])
    #expect(table.dequeue() == nil)
    _ = table.answer(1)
    #expect(table.add("e", deadline: start) == nil, "nobody overtakes the queue")
    let next = table.dequeue()
    #expect(next?.value == "c")
    #expect(next?.stream == 1)
    #expect(table.dequeue() == nil)
    #expect(table.liveCount == 4)
  }

  @Test("F7: what is overdue is taken out; its stream id stays in use until the answer comes")
  func expiry() {
    var table = RequestTable<String>(limit: 2)
    _ = table.add("soon", deadline: start + .seconds(1))
    _ = table.add("later", deadline: start + .seconds(2))
    _ = table.add("queued", deadline: start + .seconds(1))
    #expect(table.earliestDeadline == start + .seconds(1))
    #expect(table.expire(now: start) == ([], false))
    #expect(table.expire(now: start + .seconds(1)) == (["soon", "queued"], true))
    #expect(table.expire(now: start + .seconds(1)) == ([], false))
    #expect(table.earliestDeadline == start + .seconds(2))
    #expect(table.inFlightCount == 2)
    #expect(delivered(table.answer(1)) == "abandoned")
    #expect(table.inFlightCount == 1)
    #expect(delivered(table.answer(2)) == "later")
  }

  @Test("B11: a cancelled request is taken out wherever it stands")
  func cancellation() {
    var table = RequestTable<String>(limit: 1)
    _ = table.add("sent", deadline: start)
    _ = table.add("queued", deadline: start)
    #expect(table.abandon { value, _ in value == "queued" } == ["queued"])
    #expect(table.abandon { value, _ in value == "sent" } == ["sent"])
    #expect(table.liveCount == 0)
    #expect(table.load == 1)
    #expect(delivered(table.answer(1)) == "abandoned")
    #expect(table.load == 0)
  }

  @Test("F8: a cancelled request is taken out, wherever it is, and no other")
  func cancelling() {
    var table = RequestTable<String>(limit: 2)
    for name in ["a", "b", "c", "d"] { _ = table.add(name, deadline: start) }
    #expect(table.abandonFirst(lateAt: start) { $0 == "c" } == "c")
    #expect(table.abandonFirst(lateAt: start - .seconds(1)) { $0 == "b" } == "b")
    #expect(table.abandonFirst(lateAt: start) { $0 == "c" } == nil)
    #expect(table.liveCount == 2)
    #expect(table.inFlightCount == 2)
    #expect(table.queuedCount == 1)
    #expect(table.earliestDeadline == start - .seconds(1))
    #expect(table.overdueCount == 0)
    #expect(table.expire(now: start - .seconds(1)) == ([], true), "nobody is to wait for it until its own deadline")
    #expect(table.overdueCount == 1)
    #expect(delivered(table.answer(2)) == "abandoned")
    #expect(table.overdueCount == 0)
    #expect(table.dequeue()?.value == "d")
  }

  @Test("F7: it is told once that the answer to a cancelled request is late, too")
  func lateAnswers() {
    var table = RequestTable<String>(limit: 3)
    for name in ["answered", "cancelled"] { _ = table.add(name, deadline: start + .seconds(1)) }
    _ = table.add("later", deadline: start + .seconds(5))
    _ = table.abandon { value, _ in value != "later" }
    #expect(delivered(table.answer(1)) == "abandoned")
    #expect(table.expire(now: start) == ([], false))
    #expect(table.earliestDeadline == start + .seconds(1))
    #expect(table.expire(now: start + .seconds(1)) == ([], true))
    #expect(table.overdueCount == 1)
    #expect(table.earliestDeadline == start + .seconds(5))
    #expect(table.expire(now: start + .seconds(4)) == ([], false))
    #expect(table.expire(now: start + .seconds(5)) == (["later"], true))
    #expect(table.earliestDeadline == nil)
  }

  @Test("F7: what was not sent is taken out apart from what was")
  func removeQueued() {
    var table = RequestTable<String>(limit: 1)
    for name in ["sent", "queued", "queued, too"] { _ = table.add(name, deadline: start) }
    #expect(table.removeQueued() == ["queued", "queued, too"])
    #expect(table.liveCount == 1)
    #expect(table.removeAll() == ["sent"])
    #expect(table.liveCount == 0)
  }

  @Test("when the connection ends, everyone who waits is woken once")
  func removeAll() {
    var table = RequestTable<String>(limit: 1)
    _ = table.add("sent", deadline: start)
    _ = table.add("queued", deadline: start)
    #expect(table.removeAll() == ["sent", "queued"])
    #expect(table.removeAll() == [])
    #expect(table.earliestDeadline == nil)
  }
}
