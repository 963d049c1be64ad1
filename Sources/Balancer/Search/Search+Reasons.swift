/// Why something is not done, in numbers.
extension Search {
    /// Why `vm` cannot leave its host now; the smallest obstacle is named.
    func whyNot(_ vm: Int, leavingDead: Bool = false) -> String {
        if !leavingDead, let held = arena.holds(vm) { return held }
        if moved.contains(vm) { return "it is moved by this plan already" }
        if !leavingDead, arena.fences.together[vm] != nil { return "a rule keeps it together with other VMs" }
        if !isAffordable(vm) { return "the budget of this run is used up" }
        var tally = Obstacles()
        for host in arena.hostNames.indices where host != arena.place[vm] && arena.active[host] {
            tally.count(vm, host, arena)
        }
        return tally.text(vm, arena)
    }
}

/// Counts why hosts refuse a VM.
private struct Obstacles {
    var hosts = 0
    var fenced = 0
    var apart = 0
    var noReturn = 0
    var memory = 0
    var vcpus = 0
    var ceiling = 0
    var spare = 0
    var missing = Int.max

    mutating func count(_ vm: Int, _ host: Int, _ arena: Arena) {
        hosts += 1
        if !arena.fences.allows(vm, on: host) {
            fenced += 1
        } else if arena.fences.noReturn[vm] == host {
            noReturn += 1
        } else if arena.memory[vm] > arena.free(host) {
            memory += 1
            missing = min(missing, arena.memory[vm] - arena.free(host))
        } else if arena.vcpus[vm] > arena.vcpuLimit[host] - arena.vcpusUsed[host] {
            vcpus += 1
        } else if !arena.admits(vm, on: host) {
            apart += 1
        } else if arena.overload(host, with: vm, 1) > 0 {
            ceiling += 1
        } else {
            spare += 1
        }
    }

    func text(_ vm: Int, _ arena: Arena) -> String {
        guard hosts > 0 else { return "the pool has no other active host" }
        var parts: [String] = []
        if memory > 0 {
            parts.append("\(memory) lack memory for its \(arena.memory[vm]) MiB (the nearest lacks \(missing) MiB)")
        }
        if fenced > 0 { parts.append("\(fenced) are closed to it by rules or needs") }
        if apart > 0 { parts.append("\(apart) run a VM that it must be apart from") }
        if noReturn > 0 { parts.append("\(noReturn) is where it came from lately") }
        if vcpus > 0 { parts.append("\(vcpus) would pass their vCPU limit") }
        if ceiling > 0 { parts.append("\(ceiling) would be overloaded by it") }
        if spare > 0 { parts.append("on \(spare) the pool would no longer survive the loss of a host (N+1)") }
        return "of \(hosts) other hosts " + parts.joined(separator: ", ")
    }
}
