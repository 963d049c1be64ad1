/// Empties hosts that can be powered off: the one with least on it first, given up whole where one VM cannot leave.
extension Search {
    mutating func consolidate() {
        var kept: Set<Int> = []
        // An empty host may be off already: it is neither a target nor spare room.
        closed = Set(arena.hostNames.indices.filter { arena.active[$0] && arena.members[$0].isEmpty })
        while let host = emptiest(except: kept) {
            let saved = self
            if !empty(host) {
                self = saved
                kept.insert(host)
            } else {
                closed.insert(host)
                if policy.keepSpare, !survivesWithout() {
                    self = saved
                    kept.insert(host)
                }
            }
        }
    }

    private func emptiest(except kept: Set<Int>) -> Int? {
        arena.hostNames.indices.filter {
            arena.active[$0] && !kept.contains($0) && !closed.contains($0) && !arena.members[$0].isEmpty
        }.min { (arena.memoryUsed[$0], $0) < (arena.memoryUsed[$1], $1) }
    }

    /// Fullest target first, so that the next host can be emptied as well.
    private mutating func empty(_ host: Int) -> Bool {
        let order = arena.members[host].sorted { (arena.memory[$0], $1) > (arena.memory[$1], $0) }
        for vm in order {
            guard mayMove(vm) else { return false }
            let places = targets(vm).filter { !closed.contains($0) && !arena.members[$0].isEmpty }.reversed()
            guard places.contains(where: { commit(vm, to: $0) }) else { return false }
        }
        return true
    }

    /// N+1 without counting on the hosts that are to be powered off.
    private func survivesWithout() -> Bool {
        var copy = arena
        copy.retire(closed)
        return copy.spare.critical(copy).isEmpty
    }
}
