extension Arena {
    /// Moves a VM and keeps all sums. Says nothing about whether it may.
    mutating func move(_ vm: Int, to target: Int) {
        let source = place[vm]
        spare.leave(vm, source)
        shift(vm, source, -1)
        let last = members[source].removeLast()
        if last != vm {
            members[source][slot[vm]] = last
            slot[last] = slot[vm]
        }
        memoryUsed[source] -= memory[vm]
        vcpusUsed[source] -= vcpus[vm]
        slot[vm] = members[target].count
        members[target].append(vm)
        memoryUsed[target] += memory[vm]
        vcpusUsed[target] += vcpus[vm]
        shift(vm, target, 1)
        place[vm] = target
        spare.enter(vm, target)
        spare.changed(source, free: free(source), count: members[source].count)
        spare.changed(target, free: free(target), count: members[target].count)
    }

    private mutating func shift(_ vm: Int, _ host: Int, _ sign: Double) {
        let base = host * dimensions
        let counts = active[host]
        for d in 0..<dimensions {
            let old = utilisation[base + d]
            let new = old + sign * load[vm * dimensions + d] * inverse[base + d]
            utilisation[base + d] = new
            if counts {
                sum[d] += new - old
                squares[d] += new * new - old * old
            }
        }
    }

    /// May the VM leave where it is? Nil if so, or why not.
    func holds(_ vm: Int) -> String? {
        if lost[place[vm]] { return "its host \(hostNames[place[vm]]) does not answer" }
        return fences.held[vm]
    }

    /// Memory, fences, groups and the vCPU limit permit it now. N+1 is asked of ``Spare`` after the move.
    func admits(_ vm: Int, on host: Int) -> Bool {
        guard active[host], host != place[vm], memory[vm] <= memoryLimit[host] - memoryUsed[host],
            fences.allows(vm, on: host), vcpus[vm] <= vcpuLimit[host] - vcpusUsed[host]
        else { return false }
        if let barred = fences.noReturn[vm], barred == host { return false }
        for group in fences.apart[vm] {
            for other in fences.groups[group] where other != vm && place[other] == host { return false }
        }
        return true
    }

    /// Moves the VM if N+1 stays as good as it was; otherwise leaves all as it is.
    mutating func tryMove(_ vm: Int, to host: Int, keepSpare: Bool) -> Bool {
        let source = place[vm]
        move(vm, to: host)
        if !keepSpare || spare.stillHolds(self) { return true }
        move(vm, to: source)
        return false
    }
}
