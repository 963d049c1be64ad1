/// Room for VMs that wait to start: where a host has it, it is kept for them; where none has, as few VMs as will do move
/// away. Nothing that comes later may take it again.
extension Search {
    mutating func makeRoom(for waiting: [BalanceWaiting]) {
        let order = waiting.sorted { ($0.priority, -$0.memoryMiB, $0.name) < ($1.priority, -$1.memoryMiB, $1.name) }
        for one in order where !keepRoom(one) {
            unroomed.append((one.name, whyNoRoom(one)))
        }
    }

    private mutating func keepRoom(_ one: BalanceWaiting) -> Bool {
        let open = candidates(one).sorted { (arena.free($0), $1) > (arena.free($1), $0) }
        for host in open where arena.free(host) >= one.memoryMiB && reserve(one, host) { return true }
        for host in open where arena.free(host) < one.memoryMiB {
            let saved = self
            if clear(host, one.memoryMiB), reserve(one, host) { return true }
            self = saved
        }
        return false
    }

    private func candidates(_ one: BalanceWaiting) -> [Int] {
        arena.hostNames.indices.filter { host in
            arena.active[host] && (one.hosts.isEmpty || one.hosts.contains(arena.hostNames[host]))
                && arena.memoryLimit[host] >= one.memoryMiB
                && arena.vcpuLimit[host] - arena.vcpusUsed[host] >= one.vcpus
        }
    }

    /// Moves VMs away until so much is free: the smallest that is enough, else the largest.
    private mutating func clear(_ host: Int, _ need: Int) -> Bool {
        while arena.free(host) < need {
            let missing = need - arena.free(host)
            let movable = arena.members[host].filter(mayMove).sorted { (arena.memory[$0], $0) < (arena.memory[$1], $1) }
            let order =
                movable.filter { arena.memory[$0] >= missing }
                + movable.filter { arena.memory[$0] < missing }.reversed()
            guard order.contains(where: { leave($0) }) else { return false }
        }
        return true
    }

    private mutating func leave(_ vm: Int) -> Bool {
        for target in targets(vm).prefix(8) where commit(vm, to: target) { return true }
        return false
    }

    /// - Returns: false where the pool would no longer survive the loss of a host with the VM on this one.
    private mutating func reserve(_ one: BalanceWaiting, _ host: Int) -> Bool {
        let saved = self
        arena.reserve(host, memoryMiB: one.memoryMiB, vcpus: one.vcpus)
        guard !policy.keepSpare || arena.spare.stillHolds(arena) else {
            self = saved
            return false
        }
        rooms.append(
            BalanceRoom(vm: one.name, host: arena.hostNames[host], vcpus: one.vcpus, memoryMiB: one.memoryMiB))
        return true
    }

    private func whyNoRoom(_ one: BalanceWaiting) -> String {
        let open = candidates(one)
        guard let best = open.max(by: { arena.free($0) < arena.free($1) }) else {
            return "it waits to start, and no host that may run it is large enough"
        }
        if arena.free(best) >= one.memoryMiB {
            return "it waits to start: with it the pool would no longer survive the loss of a host (N+1)"
        }
        return
            "it waits to start, and needs \(one.memoryMiB) MiB: \(arena.hostNames[best]) has \(arena.free(best)) MiB free, "
            + "and what runs there cannot make room"
    }
}

extension Arena {
    /// Sets memory and vCPUs aside for a VM that is not there yet.
    mutating func reserve(_ host: Int, memoryMiB: Int, vcpus: Int) {
        memoryUsed[host] += memoryMiB
        vcpusUsed[host] += vcpus
        spare.changed(host, free: free(host), count: members[host].count)
    }
}
