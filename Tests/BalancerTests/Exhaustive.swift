import Balancer

/// N+1 by trying every placement, with none of the engine's or the checker's code: the judge of both.
enum Exhaustive {
    static func survivesEveryLoss(_ state: BalanceState) -> Bool {
        state.hosts.allSatisfy { lost in
            var free: [Int] = []
            for host in state.hosts where host.name != lost.name {
                let used = state.machines.filter { $0.host == host.name }.reduce(0) { $0 + $1.memoryMiB }
                free.append(host.memoryMiB - host.reservedMiB - used)
            }
            let sizes = state.machines.filter { $0.host == lost.name }.map(\.memoryMiB).sorted(by: >)
            return place(sizes[...], free)
        }
    }

    private static func place(_ sizes: ArraySlice<Int>, _ free: [Int]) -> Bool {
        guard let size = sizes.first else { return true }
        guard sizes.reduce(0, +) <= free.reduce(0, +) else { return false }
        for (host, room) in free.enumerated() where room >= size {
            if free[..<host].contains(room) { continue }
            var left = free
            left[host] -= size
            if place(sizes.dropFirst(), left) { return true }
        }
        return false
    }
}

extension BalanceState {
    /// The state after `moves`, without asking whether they are allowed.
    func applying(_ moves: [BalanceMove]) -> BalanceState {
        var state = self
        var index = Dictionary(uniqueKeysWithValues: state.machines.enumerated().map { ($1.name, $0) })
        for move in moves {
            if let at = index[move.vm] { state.machines[at].host = move.to }
        }
        index = [:]
        return state
    }
}
