internal import Estate

extension DefinitionCheck {
    /// Beyond what the host has at all.
    var capacity: [Concern] {
        var concerns: [Concern] = []
        if definition.vcpus > host.cpus {
            concerns.append(
                .refusing(
                    "define-cpus",
                    "\(host.name) has \(host.cpus) CPUs, the machine needs \(definition.vcpus) virtual CPUs",
                    "A guest's CPUs would wait for each other.", "give it fewer, or choose another host"))
        }
        if needed > host.memoryBytes {
            concerns.append(
                .refusing(
                    "define-memory",
                    "\(host.name) has \(host.memoryBytes >> 20) MiB of memory in all, the machine needs \(words)",
                    "It could never run there.", "choose another host"))
        }
        return concerns
    }

    /// Beyond what is left now.
    var room: [Concern] {
        var concerns: [Concern] = []
        if host.inMaintenance {
            concerns.append(
                .refusing(
                    "start-maintenance", "\(host.name) is in maintenance", "Nothing may be placed there.",
                    "choose another host, or end its maintenance"))
        }
        if needed > host.freeMemoryBytes, needed <= host.memoryBytes {
            concerns.append(
                .refusing(
                    "start-memory",
                    "\(host.name) has \(host.freeMemoryBytes >> 20) MiB free, the machine needs \(words)",
                    "The first start would be refused, or would take "
                        + "memory from others.", "free memory on the host, or choose another"))
        }
        return concerns + busyCPUs
    }

    /// CPUs are shared: more of them than there are is a matter of load, so it is said and no more.
    private var busyCPUs: [Concern] {
        let used = machines.filter { $0.host == host.name && $0.state == .running }.map(\.vcpus).reduce(0, +)
        guard definition.vcpus <= host.cpus, used + definition.vcpus > host.cpus else { return [] }
        return [
            Concern(
                id: "start-cpus", severity: .warning,
                seen: "\(host.name) has \(host.cpus) CPUs, \(used) virtual CPUs run on it already, and the machine "
                    + "needs \(definition.vcpus) virtual CPUs more",
                matters: "Guests wait for CPUs when all are busy.", advice: "see the load in `p2v pool`")
        ]
    }

    /// MiB that the host keeps beside the guest's memory.
    private var overhead: Int {
        host.machineOverhead?.mib(memoryMiB: definition.memoryMiB, vcpus: definition.vcpus) ?? 0
    }

    private var words: String {
        "\(definition.memoryMiB) MiB of memory" + (overhead > 0 ? " and \(overhead) MiB of the hypervisor's" : "")
    }

    private var needed: UInt64 {
        min(UInt64(clamping: definition.memoryMiB), 1 << 40) << 20 + UInt64(clamping: overhead) << 20
    }

    /// What the start guard would say now: an image that another machine writes to.
    var start: [Concern] {
        let mine = StartGuard.Known(
            name: definition.name, uuid: definition.uuid.lowercased(), host: host.name, active: false,
            images: definition.disks.filter { !$0.readOnly }.map { ImageName($0.url) })
        do {
            try starts.check(mine, despiteSilenceOf: [])
            return []
        } catch {
            return [
                .refusing(
                    "start-refused", error.because, "Two guests on one image destroy it.", error.next)
            ]
        }
    }
}
