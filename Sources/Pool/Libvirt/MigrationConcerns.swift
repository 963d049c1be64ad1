internal import Estate
internal import Libvirt

/// What speaks against one migration, decided from facts alone.
struct MigrationConcerns {
    var request: MigrationRequest
    var machine: Survey.Found
    /// The destination's machines.
    var elsewhere: [Survey.Found]
    var from: Host?
    var to: Host?
    var abilities: HostAbilities?
    var jobRunning: Bool
    /// The destination's interfaces and active networks; unknown where its libvirt does not tell.
    var interfaces: Observed<Set<String>>
    var networks: Observed<Set<String>>
    /// How many snapshots libvirt keeps of the machine; unknown where it does not tell.
    var snapshots: Observed<Int> = .known(0)
    /// Folders that all hosts mount, each with a `/` at its end.
    var shared: [String] = []

    var all: [Concern] {
        [sameHost, state, job, maintenance, memory, taken, hardware, versions, openMemory].compactMap(\.self)
            + disks + wires + ties
    }

    private var sameHost: Concern? {
        guard request.from == request.to else { return nil }
        return Concern(
            id: "migrate-same-host", severity: .critical, seen: "source and destination are both \(request.from)",
            matters: "There is nothing to move.", advice: "name another host")
    }

    private var state: Concern? {
        guard machine.state != .running, machine.state != .blocked else { return nil }
        return Concern(
            id: "migrate-not-running", severity: .critical, seen: "the machine is \(machine.state.rawValue)",
            matters: "A live migration moves a running machine.", advice: "start it, or define it on the other host")
    }

    private var job: Concern? {
        guard jobRunning else { return nil }
        return Concern(
            id: "migrate-job", severity: .critical, seen: "another job (a backup or a migration) runs on it",
            matters: "libvirt runs one job a machine.", advice: "wait until it has ended")
    }

    private var maintenance: Concern? {
        guard to?.inMaintenance == true else { return nil }
        return Concern(
            id: "migrate-maintenance", severity: .critical, seen: "\(request.to) is in maintenance",
            matters: "Nothing may be placed there.", advice: "name another host, or end its maintenance")
    }

    private var memory: Concern? {
        guard let to, to.freeMemoryBytes < machine.description.memoryBytes else { return nil }
        return Concern(
            id: "migrate-memory", severity: .critical,
            seen: "\(request.to) has \(to.freeMemoryBytes >> 20) MiB free, the machine needs "
                + "\(machine.description.memoryBytes >> 20) MiB",
            matters: "The destination would run out of memory.", advice: "move something else away first")
    }

    private var taken: Concern? {
        let other = elsewhere.first { $0.description.name == machine.description.name }
        guard let other, other.active || other.description.uuid != machine.description.uuid else { return nil }
        return Concern(
            id: "migrate-name-taken", severity: .critical,
            seen: "\(request.to) has a machine \(other.description.name) already (\(other.state.rawValue))",
            matters: "Names are unique on a host.", advice: "remove or rename the other one")
    }

    private var hardware: Concern? {
        guard let abilities else { return nil }
        let description = machine.description
        let missing: String? =
            if !abilities.types.contains(description.type) {
                "domains of type \(description.type)"
            } else if let machine = description.machine, !abilities.machines.isEmpty,
                !abilities.machines.contains(machine)
            {
                "the machine type \(machine)"
            } else if let model = description.cpuModel, !abilities.cpuModels.isEmpty,
                !abilities.cpuModels.contains(model)
            {
                "the CPU model \(model)"
            } else {
                nil
            }
        return missing.map {
            Concern(
                id: "migrate-hardware", severity: .critical, seen: "\(request.to) does not offer \($0)",
                matters: "The guest would find other hardware in the middle of its work.",
                advice: "name a host with the same hypervisor, or define the machine anew for both")
        }
    }

    private var versions: Concern? {
        guard let from, let to, from.versions != to.versions else { return nil }
        return Concern(
            id: "migrate-versions", severity: .warning,
            seen: "\(from.name) has \(from.versions.joined(separator: ", ")), \(to.name) has "
                + to.versions.joined(separator: ", "),
            matters: "A machine moves safely to the same or a newer version; the way back may be closed.",
            advice: "bring the hosts to one version")
    }

    private var openMemory: Concern? {
        guard !request.tls else { return nil }
        return Concern(
            id: "migrate-no-tls", severity: .warning, seen: "the machine's memory travels unencrypted",
            matters: "Who listens on the way reads passwords and keys that the guest holds in memory.",
            advice: "give the hosts certificates and leave --no-tls out, or use a network of the hosts' own")
    }

    /// A file belongs to one host. A device may be a LUN that all hosts see, and a volume lies where its pool says.
    private func local(_ disk: DomainDescription.Disk) -> Concern {
        let mayBeShared = disk.url.hasPrefix("/dev/") || disk.url.hasPrefix("volume:")
        return Concern(
            id: "migrate-local-disk", severity: mayBeShared ? .warning : .critical,
            seen: "\(disk.url) is a path on \(request.from), in no SR of the pool file",
            matters: "The other host has another file of that name, or none.",
            advice:
                "take it out of the machine (a CD), copy it onto an SR, or name the folder as an SR if all hosts mount it"
        )
    }

    private var disks: [Concern] {
        machine.description.disks.flatMap { disk -> [Concern] in
            var concerns: [Concern] = []
            if !disk.harmless, disk.cache != "none", disk.cache != "directsync" {
                concerns.append(
                    Concern(
                        id: "migrate-cache", severity: .critical,
                        seen: "\(disk.url) has the cache mode \(disk.cache ?? "default")",
                        matters: "Two hosts' caches of one image can differ, which destroys it.",
                        advice: "give the disk cache='none', and stop and start the machine"))
            }
            if disk.format == nil {
                concerns.append(
                    Concern(
                        id: "migrate-format", severity: .critical, seen: "\(disk.url) has no explicit format",
                        matters: "A guest can write a header that makes QEMU open other files.",
                        advice: "name the format in the definition"))
            }
            if !disk.url.contains("://"), !shared.contains(where: disk.url.hasPrefix) {
                concerns.append(local(disk))
            }
            return concerns
        }
    }
}
