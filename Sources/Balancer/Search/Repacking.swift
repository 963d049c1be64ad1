/// Can these VMs be put on these hosts, by memory and rules? A yes is a proof; a no may mean "not found in time".
struct Repacking {
    private let sizes: [Int]
    private let doors: [[Int]]
    private let isBound: Bool
    private var left: [Int]
    private var budget: Int

    init(_ guests: [BalanceMachine], _ hosts: [String], _ bound: Set<String>, _ rules: RuleBook, _ books: Books) {
        sizes = guests.map(\.memoryMiB)
        isBound = guests.contains { bound.contains($0.name) }
        left = hosts.map { books.free[$0] ?? 0 }
        let all = Array(hosts.indices)
        doors = guests.map { guest in
            bound.contains(guest.name) ? all.filter { rules.permits(guest.name, on: hosts[$0], books) } : all
        }
        budget = 400_000
    }

    func isPossible() -> Bool {
        if let first = sizes.first, first > left.max() ?? 0 { return false }
        if sizes.reduce(0, +) > left.reduce(0, { $0 + max(0, $1) }) { return false }
        for rule in [Rule.tightest, .roomiest, .first] where fill(by: rule) { return true }
        var search = self
        return search.explore(0)
    }

    private enum Rule { case tightest, roomiest, first }

    private func fill(by rule: Rule) -> Bool {
        var left = left
        for (guest, size) in sizes.enumerated() {
            let open = doors[guest].filter { left[$0] >= size }
            let chosen =
                switch rule {
                case .tightest: open.min { left[$0] < left[$1] }
                case .roomiest: open.max { left[$0] < left[$1] }
                case .first: open.first
                }
            guard let chosen else { return false }
            left[chosen] -= size
        }
        return true
    }

    private mutating func explore(_ guest: Int) -> Bool {
        if guest == sizes.count { return true }
        budget -= 1
        if budget < 0 { return false }
        var seen: Set<Int> = []
        for door in doors[guest] where left[door] >= sizes[guest] {
            if !isBound, !seen.insert(left[door]).inserted { continue }
            left[door] -= sizes[guest]
            defer { left[door] += sizes[guest] }
            if explore(guest + 1) { return true }
        }
        return false
    }
}
