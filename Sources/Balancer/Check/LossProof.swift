/// The checker's own proof that a host's VMs could be restarted on the other hosts.
///
/// Counts, for every host, how many VMs of the largest size it could still take; where this does not settle it, tries
/// three packing orders and then all of them, up to a limit.
struct LossProof {
    private let largest: Int
    private let names: [String]
    private let index: [String: Int]
    private let rules: RuleBook
    private let bound: Set<String>
    private var room: [Int]
    private var guests: [Int]
    private var boundGuests: [Int]
    private var survivable: [Bool]

    init(_ books: Books, _ rules: RuleBook) {
        self.rules = rules
        largest = max(1, books.machines.values.map(\.memoryMiB).max() ?? 1)
        names = books.hosts.values.filter { $0.state == .active }.map(\.name).sorted()
        index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        bound = Set(books.machines.values.filter { !$0.needs.isEmpty }.map(\.name)).union(rules.bound)
        room = []
        guests = []
        boundGuests = []
        survivable = []
        for name in names {
            room.append(max(0, books.free[name] ?? 0) / largest)
            guests.append(books.guests[name]?.count ?? 0)
            boundGuests.append(books.guests[name]?.count { bound.contains($0) } ?? 0)
        }
        // A single host has nobody to take over from it, before and after.
        survivable = names.indices.map { names.count > 1 && survives($0, books, room.reduce(0, +)) }
    }

    /// Hosts whose loss could not be survived.
    var critical: Set<String> { Set(names.indices.filter { !survivable[$0] }.map { names[$0] }) }

    /// The first host whose loss could be survived before the move and not after it.
    mutating func lossAfter(_ move: BalanceMove, _ books: Books) -> String? {
        for name in [move.from, move.to] {
            guard let host = index[name] else { continue }
            room[host] = max(0, books.free[name] ?? 0) / largest
            guests[host] = books.guests[name]?.count ?? 0
            boundGuests[host] = books.guests[name]?.count { bound.contains($0) } ?? 0
        }
        let total = room.reduce(0, +)
        for host in names.indices where survivable[host] && !survives(host, books, total) { return names[host] }
        return nil
    }

    private func survives(_ host: Int, _ books: Books, _ total: Int) -> Bool {
        if boundGuests[host] == 0, guests[host] <= total - room[host] { return true }
        return repacks(names[host], books)
    }

    private func repacks(_ lost: String, _ books: Books) -> Bool {
        let others = names.filter { $0 != lost }
        var guests = (books.guests[lost] ?? []).compactMap { books.machines[$0] }
        guests = guests.filter { guest in
            !bound.contains(guest.name) || others.contains { rules.permits(guest.name, on: $0, books) }
        }
        guests.sort { ($0.memoryMiB, $1.name) > ($1.memoryMiB, $0.name) }
        return Repacking(guests, others, bound, rules, books).isPossible()
    }
}
