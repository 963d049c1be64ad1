internal import Estate
internal import Guestfs

/// One adaptation inside a running appliance: read, decide, apply, read again.
struct AdaptationRun: Sendable {
    let target: AdaptationTarget
    let disks: [GuestDisk]
    let keys: [String]
    let profile: ServerProfile?
    let dryRun: Bool
    var method = InitramfsMethod.append
    var drivers: WindowsDrivers?
    var memoryMiB: Int?
    let report: ProgressReport

    func perform(in session: Session, launch: Double) throws -> AdaptationReport {
        var seconds = ["launch": launch]
        func phase<R>(_ name: String, _ title: String, _ body: () throws -> R) rethrows -> R {
            report(StepProgress(title, done: 0, total: nil, unit: .items))
            let clock = Stopwatch()
            defer { seconds[name] = clock.seconds }
            return try body()
        }
        let collector = FactCollector(
            session: session, target: target, disks: disks, keys: keys, profile: profile, method: method,
            memoryMiB: memoryMiB)
        let volumes = try phase("inspect", "Inspecting the guest") { try collector.openedVolumes() }
        let windows = WindowsRun(
            target: target, guest: disks.name, drivers: drivers, profile: profile, dryRun: dryRun)
        if let outcome = try phase(
            "apply", "Changing the guest", { try windows.perform(in: session, volumes: volumes) })
        {
            return summary(outcome, seconds)
        }
        let lookedFor = seconds["inspect"] ?? 0
        let facts = try phase("inspect", "Inspecting the guest") { try collector.collect(volumes) }
        seconds["inspect", default: 0] += lookedFor
        try refuseDamage(session)
        let draft = phase("decide", "Deciding") { Deciders.decide(facts) }
        // A dry run can only say what would be there; else the files are read again, after the last change.
        guard !draft.operations.isEmpty else { return summary(draft.facts, draft, seconds) }
        let applier = Applier(session: session, guest: disks.name)
        guard !dryRun else {
            var result = summary(draft.facts, draft, seconds)
            result.concerns += try shortage(applier, draft)
            return result
        }
        try phase("apply", "Changing the guest") {
            try applier.apply(draft)
            try session.sync()
        }
        return summary(try phase("check", "Checking the guest") { try check(collector, facts) }, draft, seconds)
    }

    /// What a damaged file system did not show would count as absent, and as needing nothing.
    private func refuseDamage(_ session: Session) throws {
        guard let first = session.unanswered.first else { return }
        throw Failure(
            "read the guest", on: disks.name, because: "a file system is damaged: \(first.description)",
            next: "repair it in the copy (fsck, xfs_repair), or copy again at a quieter time; nothing was changed",
            exit: .refused)
    }

    /// What would refuse the changes for want of room, as a dry run can say it.
    private func shortage(_ applier: Applier, _ draft: Draft) throws -> [Concern] {
        do { try applier.checkRoom(for: draft) } catch let failure as Failure {
            return [
                Concern(
                    id: "no-room", severity: .critical, seen: failure.because, matters: "the guest cannot be changed",
                    advice: failure.next)
            ]
        }
        return []
    }

    /// The independent look: the facts, read again, must leave nothing to do.
    private func check(_ collector: FactCollector, _ facts: GuestFacts) throws -> GuestFacts {
        let after = try collector.refreshed(facts)
        let left = Deciders.decide(after).changes
        guard left.isEmpty else {
            throw Failure(
                "check the adaptation", on: disks.name,
                because:
                    "after all changes \(left.map { "\($0.id) of \($0.path)" }.joined(separator: ", ")) is still to do",
                next: "look at these files in the image; `p2v adapt --undo` puts the originals back", exit: .unproved)
        }
        return after
    }

    private func summary(_ facts: GuestFacts, _ draft: Draft, _ seconds: [String: Double]) -> AdaptationReport {
        let changes = draft.changes.map { change in
            var change = change
            change.outcome = dryRun ? .planned : .applied
            return change
        }
        let chain = BootProver(facts: facts).chain()
        return AdaptationReport(
            target: target, dryRun: dryRun, system: facts.system.title,
            root: [facts.root.device, facts.root.uuid].compactMap { $0 }.joined(separator: " "),
            firmware: facts.firmware,
            changes: changes, passed: draft.passed, concerns: draft.concerns + chain.concerns + unreadable(facts),
            kernels: draft.facts.kernels.map { KernelReport($0, draft.facts) }, bootChain: chain,
            machine: MachineNeeds(facts),
            initramfs: method, seconds: seconds, launches: 1)
    }

    private func summary(_ outcome: WindowsRun.Outcome, _ seconds: [String: Double]) -> AdaptationReport {
        let (plan, facts) = (outcome.plan, outcome.facts)
        let changes = plan.changes.map { change in
            var change = change
            change.outcome = dryRun ? .planned : .applied
            return change
        }
        let firmware = profile?.boot.firmware.value ?? .bios
        var machine = MachineNeeds(
            target: target, firmware: firmware, sectorBytes: disks.map { $0.logicalSectorBytes ?? 512 })
        // Windows keeps its hardware clock in local time.
        machine.clock = "localtime"
        return AdaptationReport(
            target: target, dryRun: dryRun, system: "\(facts.product) \(facts.major).\(facts.minor).\(facts.build)",
            root: outcome.volume.device, firmware: firmware, changes: changes, passed: plan.passed,
            concerns: plan.concerns,
            kernels: [], machine: machine, initramfs: method, seconds: seconds, launches: 1)
    }

    private func unreadable(_ facts: GuestFacts) -> [Concern] {
        facts.unreadable.sorted { $0.key < $1.key }.map { path, reason in
            Concern(
                id: "file-refused", severity: .warning, seen: "\(path): \(reason)",
                matters: "it was neither read nor changed", advice: "look at it before the guest is trusted")
        }
    }
}

extension KernelReport {
    init(_ kernel: GuestKernel, _ facts: GuestFacts) {
        let disk = DiskDrivers(kernel, facts.target)
        let drivers =
            if !disk.arePresent {
                "missing"
            } else if let path = kernel.initramfs?.path,
                facts.rebuilt[path] != nil
            {
                "rebuilt"
            } else if let mark = kernel.initramfs?.mark {
                mark.placement.rawValue
            } else if disk.areBuiltIn { "built in" } else { "none" }
        self.init(version: kernel.version, initramfs: kernel.initramfs?.path, drivers: drivers)
    }
}
