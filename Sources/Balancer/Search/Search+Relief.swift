/// Overload first. From the most overloaded host, the VMs that take most of the excess away; the last one is the
/// cheapest that suffices, so the number of moves is the smallest that empties the excess, wherever targets have room.
extension Search {
    mutating func relieve() {
        var stuck: Set<Int> = []
        while let host = worstHost(except: stuck, by: { arena.overload($0) }) {
            if !relieveOnce(host) {
                stuck.insert(host)
                explainStuck(host)
            }
        }
    }

    /// The host in service with most of what is measured; nil where none but `stuck` has any of it.
    func worstHost(except stuck: Set<Int>, by measure: (Int) -> Double) -> Int? {
        var worst: (Int, Double)?
        for host in arena.hostNames.indices where arena.active[host] && !stuck.contains(host) {
            let value = measure(host)
            if value > worst?.1 ?? 0 { worst = (host, value) }
        }
        return worst?.0
    }

    private mutating func relieveOnce(_ host: Int) -> Bool {
        let overload = arena.overload(host)
        let candidates = arena.members[host].filter(mayMove).map { vm in
            (vm: vm, left: arena.overload(host, with: vm, -1))
        }.filter { $0.left < overload }
        for vm in ranked(candidates) {
            if let target = bestTarget(vm, from: host), commit(vm, to: target) { return true }
            for target in targets(vm).prefix(8) where commit(vm, to: target) { return true }
        }
        return relieveByChain(host, ranked(candidates))
    }

    /// VMs whose leaving ends the overload come first, cheapest first; then the others, most relief first.
    private func ranked(_ candidates: [(vm: Int, left: Double)]) -> [Int] {
        let memory = arena.memory
        return candidates.sorted { a, b in
            if (a.left == 0) != (b.left == 0) { return a.left == 0 }
            if a.left != 0, a.left != b.left { return a.left < b.left }
            let (x, y) = (memory[a.vm], memory[b.vm])
            return (x, a.vm) < (y, b.vm)
        }.map(\.vm)
    }

    /// The target that is least tight with the VM on it; nil if none stays below its ceilings.
    private func bestTarget(_ vm: Int, from source: Int) -> Int? {
        var best: (Int, Double)?
        for host in arena.hostNames.indices where arena.admits(vm, on: host) && arena.overload(host, with: vm, 1) == 0 {
            let tightness = arena.tightness(host, with: vm)
            if tightness < best?.1 ?? .infinity { best = (host, tightness) }
        }
        return best?.0
    }

    /// All targets that stay below their ceilings, least tight first.
    func targets(_ vm: Int) -> [Int] {
        arena.hostNames.indices.filter { arena.admits(vm, on: $0) && arena.overload($0, with: vm, 1) == 0 }
            .map { ($0, arena.tightness($0, with: vm)) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }

    /// No target has room: another VM makes room first, where two moves do it.
    private mutating func relieveByChain(_ host: Int, _ candidates: [Int]) -> Bool {
        for vm in candidates.prefix(8) {
            let hosts = arena.hostNames.indices.filter {
                arena.active[$0] && $0 != host && arena.fences.allows(vm, on: $0)
            }
            .map { ($0, arena.tightness($0, with: vm)) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            for (target, _) in hosts.prefix(12) where makeRoom(for: vm, on: target, not: host) { return true }
        }
        return false
    }

    /// Moves one VM away from `target` so that `vm` can come; undone when that does not help.
    mutating func makeRoom(for vm: Int, on target: Int, not source: Int) -> Bool {
        let others = arena.members[target].filter(mayMove).sorted { (arena.memory[$0], $0) < (arena.memory[$1], $1) }
        for other in others where arena.memory[other] + arena.free(target) >= arena.memory[vm] {
            for place in targets(other).prefix(4) where place != source {
                let saved = self
                if commit(other, to: place), arena.admits(vm, on: target), arena.overload(target, with: vm, 1) == 0,
                    isAffordable(vm), commit(vm, to: target)
                {
                    return true
                }
                self = saved
            }
        }
        return false
    }

    private mutating func explainStuck(_ host: Int) {
        let name = arena.hostNames[host]
        let reason = obstacle(host)
        stays.append((nil, host, "\(name) stays overloaded: \(reason)"))
        for vm in arena.members[host] where arena.overload(host, with: vm, -1) < arena.overload(host) {
            stays.append((vm, host, whyNot(vm)))
            if stays.count > 200 { break }
        }
    }

    private func obstacle(_ host: Int) -> String {
        let loaded = arena.members[host].filter { arena.overload(host, with: $0, -1) < arena.overload(host) }
        if loaded.isEmpty { return "none of its VMs causes it" }
        return "none of its \(loaded.count) loaded VMs can move"
    }
}
