import CQLPaging
import Testing

@testable import CQLSession

@Suite struct ClusterQueryPlanTests {
  /// A, B, C, D in the local data centre, X, Y elsewhere.
  static let ring = TestRing("A:a/r1@0 B:a/r1@10 C:a/r1@20 D:a/r1@30 X:b/r1@5 Y:b/r1@15")
  static let letters = Array("ABCDXY")

  struct Loads: NodeLoads {
    var down: Set<Int> = []
    var inDoubt: Set<Int> = []
    var requests: [Int: Int] = [:]
    func isUsable(_ node: Int) -> Bool { isConnected(node) && !inDoubt.contains(node) }
    func isConnected(_ node: Int) -> Bool { !down.contains(node) }
    func inFlight(_ node: Int) -> Int { requests[node] ?? 0 }
  }

  static func indexes(_ text: String) -> [UInt16] {
    text.compactMap { letters.firstIndex(of: $0) }.map { UInt16($0) }
  }

  private func order(
    preferred: Character? = nil, replicas: String = "", counter: UInt = 0, remote: RemoteNodes = .afterLocalNodes,
    loads: Loads = Loads()
  ) -> String {
    let balancing = LoadBalancing(Self.ring.nodes, localDataCenter: "a", remoteNodes: remote)
    var plan = balancing.plan(
      preferred: preferred.flatMap { Self.letters.firstIndex(of: $0) }, replicas: Self.indexes(replicas)[...],
      counter: counter)
    var order = ""
    while let node = plan.next(loads) { order.append(Self.letters[node]) }
    return order
  }

  @Test(
    "F8: the order of nodes",
    arguments: [
      ("local nodes, then the others", nil, "", "", "ABCDXY"),
      ("replicas first, then others, then the same elsewhere", nil, "CYA", "", "CABDYX"),
      ("the replicas are all elsewhere", nil, "YX", "", "ABCDYX"),
      ("the preferred node before all, and only once", "D", "CA", "", "DCABXY"),
      ("a preferred node that is a replica", "A", "CA", "", "ACBDXY"),
      ("a preferred node that is down is forgotten", "D", "CA", "D", "CABXY"),
      ("replicas that are down are passed over", nil, "CA", "C", "ABDXY"),
      ("a preferred node elsewhere", "Y", "CA", "", "YCABDX"),
      ("all local ones are down", nil, "CY", "ABCD", "YX"), ("all are down", nil, "CA", "ABCDXY", ""),
    ] as [(String, Character?, String, String, String)])
  func order(sentence: String, preferred: Character?, replicas: String, down: String, expected: String) {
    let loads = Loads(down: Set(Self.indexes(down).map { Int($0) }))
    #expect(order(preferred: preferred, replicas: replicas, loads: loads) == expected)
  }

  @Test(
    "F8: when nodes elsewhere are asked",
    arguments: [
      (.never, "", nil, "ABCD"), (.never, "ABCD", nil, ""), (.never, "", "X", "ABCD"), (.never, "ABCD", "X", ""),
      (.whenLocalDown, "", nil, "ABCD"), (.whenLocalDown, "ABC", nil, "D"), (.whenLocalDown, "ABCD", nil, "XY"),
      (.whenLocalDown, "", "Y", "ABCD"), (.whenLocalDown, "ABCD", "Y", "YX"), (.afterLocalNodes, "", nil, "ABCDXY"),
      (.afterLocalNodes, "AB", "Y", "YCDX"),
    ] as [(RemoteNodes, String, Character?, String)])
  func remoteNodes(remote: RemoteNodes, down: String, preferred: Character?, expected: String) {
    let loads = Loads(down: Set(Self.indexes(down).map { Int($0) }))
    #expect(order(preferred: preferred, remote: remote, loads: loads) == expected)
  }

  @Test("F6: the last local node goes down while the page is asked for: the plan goes on elsewhere")
  func goesDown() {
    let balancing = LoadBalancing(Self.ring.nodes, localDataCenter: "a")
    var plan = balancing.plan(counter: 0)
    #expect(plan.next(Loads(down: [0, 1, 2])) == 3)
    #expect(plan.next(Loads(down: [0, 1, 2, 3])) == 4)
    #expect(plan.next(Loads(down: [0, 1, 2, 3])) == 5)
    #expect(plan.next(Loads()) == nil, "no node is named twice, also not those that came back")
    #expect(plan.next(Loads()) == nil)
  }

  @Test("F5, F8: local nodes in doubt are passed over, and are no reason to go elsewhere")
  func inDoubt() {
    #expect(order(remote: .whenLocalDown, loads: Loads(inDoubt: [0, 2])) == "BD")
    #expect(order(remote: .whenLocalDown, loads: Loads(inDoubt: [0, 1, 2, 3])) == "")
    #expect(order(remote: .whenLocalDown, loads: Loads(down: [0, 1], inDoubt: [2, 3])) == "")
    #expect(order(remote: .afterLocalNodes, loads: Loads(inDoubt: [0, 1, 2, 3])) == "XY")
  }

  private func counts(_ rounds: UInt, _ first: (UInt) -> Character?) -> [Character: Int] {
    (0..<rounds).compactMap(first).reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  @Test(
    "F8: who is first changes from plan to plan, evenly, also over what a node that is down leaves to the others",
    arguments: [
      ("", "", ["A": 300, "B": 300, "C": 300, "D": 300]), ("", "B", ["A": 400, "C": 400, "D": 400]),
      ("CXAYB", "", ["A": 400, "B": 400, "C": 400]), ("CXAYB", "C", ["A": 600, "B": 600]),
      ("CX", "", ["C": 1200]),
    ] as [(String, String, [Character: Int])])
  func spread(replicas: String, down: String, expected: [Character: Int]) {
    let loads = Loads(down: Set(Self.indexes(down).map { Int($0) }))
    #expect(counts(1200) { order(replicas: replicas, counter: $0, loads: loads).first } == expected)
  }

  @Test("each node is named once, whatever is preferred, known and down", arguments: 0..<200)
  func onceEach(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let down = Set((0..<6).filter { _ in Bool.random(using: &random) })
    let replicas = String(Self.letters.shuffled(using: &random).prefix(Int.random(in: 0...6, using: &random)))
    let requests = Dictionary(uniqueKeysWithValues: (0..<6).map { ($0, Int.random(in: 0...100, using: &random)) })
    let order = order(
      preferred: Bool.random(using: &random) ? Self.letters.randomElement(using: &random) : nil, replicas: replicas,
      counter: UInt.random(in: 0...UInt.max, using: &random), loads: Loads(down: down, requests: requests))
    let usable = (0..<6).filter { !down.contains($0) }.map { Self.letters[$0] }
    #expect(order.sorted() == usable)
  }

  @Test(
    "F8: of two nodes, the one with much less to do goes first",
    arguments: [
      ("as many", 100, 100, "ABCDXY"), ("a few more make no difference", 16, 0, "ABCDXY"),
      ("many more do", 18, 0, "BACDXY"), ("not twice as many", 150, 100, "ABCDXY"),
      ("far more than twice as many", 300, 100, "BACDXY"), ("the next one is busier", 0, 500, "ABCDXY"),
    ])
  func busy(sentence: String, first: Int, second: Int, expected: String) {
    let loads = Loads(requests: [0: first, 1: second])
    #expect(order(replicas: "ABC", loads: loads) == expected)
    #expect(order(loads: loads) == expected, "the same without a token")
  }

  @Test("a preferred node stays it, however busy: it has the rest of the result in its caches")
  func busyPreferred() {
    #expect(order(preferred: "B", replicas: "ABC", loads: Loads(requests: [1: 1000])) == "BACDXY")
  }

  @Test("a rotation has each number once, and each is first equally often", arguments: 0...9)
  func rotation(count: Int) {
    var firsts: [Int: Int] = [:]
    for counter in UInt(0)..<UInt(max(count * count, 1)) {
      let rotation = Rotation(count: count, counter: counter)
      let order = (0..<count).map { rotation[$0] }
      #expect(order.sorted() == Array(0..<count))
      if let first = order.first { firsts[first, default: 0] += 1 }
    }
    #expect(Set(firsts.values) == (count == 0 ? [] : [count]))
  }
}
