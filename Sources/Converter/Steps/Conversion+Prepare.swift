internal import Estate
internal import ImageStores
internal import Pool
internal import Probes
internal import SourceControl

extension Conversion {
    /// Refuses before anything is changed: what the plan promised must still be true. A resume asks all of it again.
    var prepare: Step {
        Step(
            id: "prepare", title: "Checking the server, the pool and the SR",
            plans: { [self] facts in
                .with {
                    $0.source = facts.source
                    $0.machine = facts.machine ?? newMachine
                }
            },
            run: { [self] facts in
                for proof in server.proof { _ = try ProbeSpec(proof) }
                for disk in server.disks { _ = try ImageFormat(disk) }
                try checkPlan(facts)
                if facts.stopped == nil { try checkQuiesce() }
                let found = try await checkSource(facts)
                try await checkStorage(facts)
                try await checkPool(facts)
                return StepNote(
                    "\(server.disks.count) disk(s), \(server.memoryMiB) MiB on \(server.host)",
                    facts: .with { $0.source = found })
            }, isAskedAgain: true)
    }

    /// The VM to be: its UUID is chosen once and remembered, since by it alone the VM is ours.
    private var newMachine: MachineFacts {
        MachineFacts(
            pool: pool.name, name: server.server,
            uuid: keptUUID ?? tools.newUUID(), host: server.host,
            origin: MachineDefinition.Origin(server: server.server, plan: plan))
    }

    private var keptUUID: String? { server.uuid == .new ? nil : profile.identity.dmiUUID.value?.lowercased() }

    /// A run goes on with the plan that it was begun with.
    private func checkPlan(_ facts: RunFacts) throws {
        let (names, machine) = (server.disks.map(\.image), facts.machine)
        var changes: [String] = []
        if let known = facts.images, known.names != names || known.store != images.url {
            changes.append(
                "its images were \(known.names.joined(separator: ", ")) on \(known.store), and now are "
                    + "\(names.joined(separator: ", ")) on \(images.url)")
        }
        if let machine, machine.host != server.host || machine.name != server.server {
            changes.append(
                "its VM was \(machine.name) on \(machine.host), and now is \(server.server) on \(server.host)")
        }
        if let machine, machine.pool != pool.name {
            changes.append("its pool was \(machine.pool), and now is \(pool.name)")
        }
        guard changes.isEmpty else {
            throw failure(
                "go on with the conversion", "the plan was changed since it began: " + changes.joined(separator: "; "),
                "use the plan that it began with, or take it back with --undo and begin anew", exit: .refused)
        }
    }

    /// What a service writes after the last pass is on the old disk alone. A plan may say that nothing has to stop, but not by
    /// silence.
    private func checkQuiesce() throws {
        guard server.cutOver.quiesce.isEmpty, profile.windows == nil, !options.keepSource, !options.rehearsesOnly else {
            return
        }
        let serving = profile.listeners.value?.filter(\.servesOthers)
        guard serving?.isEmpty != true else { return }
        let seen = serving.map { sockets in
            Set(sockets.map { "\($0.process ?? "something") (\($0.transport) \($0.port))" }).sorted()
                .joined(separator: ", ") + " listens"
        }
        throw failure(
            "find what stops the service",
            "the plan stops nothing before the last pass, and \(seen ?? "who listens is not known"): what is written afterwards "
                + "would be lost",
            "add its stop command to quiesce in the plan, and its start to resume; where nothing can be lost, say "
                + "quiesce: [\"true\"]", exit: .refused)
    }

    // MARK: The source

    /// - Returns: how it can be recognised later.
    private func checkSource(_ facts: RunFacts) async throws -> SourceFacts? {
        if facts.statement != nil, let known = facts.source, await source.waysThatAnswer().isEmpty { return known }
        try await checkDisks()
        let ways = await source.waysThatAnswer()
        guard options.keepSource || !server.cutOver.powerOffSource || ways.count > 1 else {
            throw failure(
                "find a proof for the source's power-off",
                "it answers on \(ways.isEmpty ? "no way" : ways.sorted().joined(separator: ", ")) only, and silence on "
                    + "one way could be a cable",
                "let the source answer pings from here, or run p2v on a machine in its network", exit: .refused)
        }
        return SourceFacts(
            address: source.name, ways: ways.sorted(), mark: try await source.condition().mark)
    }

    private func checkDisks() async throws {
        let now = try await source.disks(server.disks.map(\.device))
        for disk in server.disks {
            guard let found = now[disk.device] else {
                throw failure(
                    "find the disk \(disk.device)", "the server has none of this name", rescan, exit: .refused)
            }
            guard found.bytes == disk.bytes else {
                let verb = found.bytes > disk.bytes ? "grown" : "shrunk"
                throw failure(
                    "copy \(disk.device)",
                    "it has \(verb) since the plan: \(disk.bytes) bytes then, \(found.bytes) bytes now", rescan,
                    exit: .refused)
            }
            guard found.isKnown(as: disk.serial) else {
                throw failure(
                    "copy \(disk.device)",
                    "it is another disk: \(disk.serial ?? "") in the plan, \(found.names.sorted().joined(separator: ", ")) now",
                    rescan, exit: .refused)
            }
        }
    }

    private var rescan: String { "scan the server again and make a new plan" }

    // MARK: The SR

    private func checkStorage(_ facts: RunFacts) async throws {
        let ours = Set(facts.images?.names ?? [])
        var needed: UInt64 = 0
        for disk in server.disks {
            if try await images.exists(disk.image) {
                guard ours.contains(disk.image) else {
                    throw failure(
                        "write the image \(disk.image)", "the SR \(server.storage) already has a file of this name",
                        "remove it if nothing uses it, or change the image's name in the plan", exit: .refused)
                }
            } else {
                // What an earlier try has begun has its room already.
                let (isOurs, isBegun) = (ours.contains(disk.image), try await images.exists(part(disk)))
                guard isOurs || !isBegun || options.resume else { throw othersCopy(disk) }
                if !isOurs || !isBegun { needed += disk.bytes }
            }
        }
        let free = try await images.space().free
        guard free >= needed else {
            throw failure(
                "copy to the SR \(server.storage)", "\(needed) bytes are needed and \(free) are free",
                "free \(needed - free) bytes, or plan another SR", exit: .refused)
        }
    }

    /// Said before the journal takes the image for ours, since an undo removes what is ours.
    private func othersCopy(_ disk: PlannedDisk) -> Failure {
        failure(
            "write the image \(disk.image)",
            "the SR \(server.storage) has a copy of it that this conversion did not begin",
            "go on with that copy with --resume, or remove \(part(disk)) to start over", exit: .refused)
    }
}
