/// Hosts being filled: free room of each, and who is on it, as linked lists so that a move costs the same for any size.
///
/// One thread at a time; never shared, so that its fields need no check of who else is at them: it took a tenth of a search.
final class Bins {
    let problem: PackingProblem
    let rows: Int
    /// Hosts opened so far, empty ones included.
    @exclusivity(unchecked) private(set) var count = 0
    @exclusivity(unchecked) private(set) var kind: [Int32] = []

    @exclusivity(unchecked) private var ruleCount: RuleCount?
    private var capacity: Int
    @exclusivity(unchecked) private var freeBuffer: UnsafeMutablePointer<Lanes>
    @exclusivity(unchecked) private var head: UnsafeMutablePointer<Int32>
    @exclusivity(unchecked) private var members: UnsafeMutablePointer<Int32>
    private let next: UnsafeMutablePointer<Int32>
    private let previous: UnsafeMutablePointer<Int32>
    /// The host of each item; -1: none.
    let place: UnsafeMutablePointer<Int32>

    init(_ problem: PackingProblem, hosts: Int) {
        self.problem = problem
        rows = problem.rows
        ruleCount = problem.rules.isEmpty ? nil : RuleCount(problem.rules)
        capacity = max(1, hosts)
        freeBuffer = .allocate(capacity: capacity * rows)
        head = .allocate(capacity: capacity)
        members = .allocate(capacity: capacity)
        let items = max(1, problem.count)
        next = .allocate(capacity: items)
        previous = .allocate(capacity: items)
        place = .allocate(capacity: items)
        next.initialize(repeating: -1, count: items)
        previous.initialize(repeating: -1, count: items)
        place.initialize(repeating: -1, count: items)
    }

    deinit {
        freeBuffer.deallocate()
        head.deallocate()
        members.deallocate()
        next.deallocate()
        previous.deallocate()
        place.deallocate()
    }

    @inline(__always)
    func free(_ bin: Int) -> UnsafePointer<Lanes> { UnsafePointer(freeBuffer + bin &* rows) }

    @inline(__always)
    func first(_ bin: Int) -> Int { Int(head[bin]) }

    /// The member after `item` on its host; -1 at the end.
    @inline(__always)
    func after(_ item: Int) -> Int { Int(next[item]) }

    @inline(__always)
    func members(_ bin: Int) -> Int { Int(members[bin]) }

    func items(_ bin: Int) -> [Int] {
        var result: [Int] = []
        var item = first(bin)
        while item >= 0 {
            result.append(item)
            item = after(item)
        }
        return result
    }

    /// Opens an empty host of this type and answers its index.
    func open(_ type: Int) -> Int {
        if count == capacity { grow() }
        (freeBuffer + count * rows).initialize(from: problem.capacity(type), count: rows)
        head[count] = -1
        members[count] = 0
        kind.append(Int32(type))
        count += 1
        return count - 1
    }

    @inline(__always)
    func put(_ item: Int, in bin: Int) {
        Vectors.subtract(problem.demand(item), from: freeBuffer + bin &* rows, rows)
        let old = head[bin]
        next[item] = old
        previous[item] = -1
        if old >= 0 { previous[Int(old)] = Int32(truncatingIfNeeded: item) }
        head[bin] = Int32(truncatingIfNeeded: item)
        members[bin] &+= 1
        place[item] = Int32(truncatingIfNeeded: bin)
        if ruleCount != nil { ruleCount?.put(item, bin, Int(kind[bin])) }
    }

    @inline(__always)
    func take(_ item: Int) {
        let bin = Int(place[item])
        Vectors.add(problem.demand(item), to: freeBuffer + bin &* rows, rows)
        let before = previous[item]
        let behind = next[item]
        if before >= 0 { next[Int(before)] = behind } else { head[bin] = behind }
        if behind >= 0 { previous[Int(behind)] = before }
        members[bin] &-= 1
        place[item] = -1
        if ruleCount != nil { ruleCount?.take(item, bin, Int(kind[bin])) }
    }

    /// Room and rules allow the item.
    @inline(__always)
    func fits(_ item: Int, in bin: Int) -> Bool {
        Vectors.fits(free(bin), problem.demand(item), rows) && allows(item, in: bin)
    }

    @inline(__always)
    func fits(_ item: Int, in bin: Int, without out: Int) -> Bool {
        Vectors.fits(free(bin), problem.demand(item), without: problem.demand(out), rows)
            && allows(item, in: bin, without: out)
    }

    /// The rules let the item join once `out` and `other`, members of the host, have left.
    @inline(__always)
    func allows(_ item: Int, in bin: Int, without out: Int = -1, _ other: Int = -1) -> Bool {
        if let ruleCount, !ruleCount.allows(item, bin, Int(kind[bin]), leaving: out, other) { return false }
        guard !problem.separations.isFree(item) else { return true }
        var member = first(bin)
        while member >= 0 {
            if member != out, member != other, problem.separations.clash(item, member) { return false }
            member = after(member)
        }
        return true
    }

    private func grow() {
        let larger = capacity * 2
        let newFree = UnsafeMutablePointer<Lanes>.allocate(capacity: larger * rows)
        newFree.moveInitialize(from: freeBuffer, count: count * rows)
        freeBuffer.deallocate()
        freeBuffer = newFree
        let newHead = UnsafeMutablePointer<Int32>.allocate(capacity: larger)
        newHead.moveInitialize(from: head, count: count)
        head.deallocate()
        head = newHead
        let newMembers = UnsafeMutablePointer<Int32>.allocate(capacity: larger)
        newMembers.moveInitialize(from: members, count: count)
        members.deallocate()
        members = newMembers
        capacity = larger
    }
}
