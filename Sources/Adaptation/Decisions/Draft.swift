internal import Estate

/// Facts as they will be, and the changes that make them so. A later decider sees what an earlier one wrote.
struct Draft: Sendable {
    private(set) var facts: GuestFacts
    private(set) var changes: [Change] = []
    private(set) var passed: [PassedOver] = []
    private(set) var concerns: [Concern] = []
    /// What to do, in order; the last write of a path is the one that counts.
    private(set) var operations: [Operation] = []
    /// Who is deciding now.
    private var decider: (id: String, cases: [Int]) = ("", [])

    init(_ facts: GuestFacts) {
        self.facts = facts
    }

    /// Runs a decider; one that says nothing is recorded as passed over.
    mutating func run(_ decider: any Decider) {
        self.decider = (decider.id, decider.cases)
        let before = (changes.count, passed.count, concerns.count)
        decider.decide(&self)
        if before == (changes.count, passed.count, concerns.count) { pass("nothing of this kind was found") }
    }

    /// A file gets another text. Nothing happens when the text is the same.
    mutating func edit(_ path: String, to text: String, found: String, why: String, writes: String) {
        guard facts.files[path]?.text != text else { return }
        let isNew = facts.files[path] == nil
        let mode = facts.files[path]?.mode ?? 0o644
        facts.files[path] = GuestFile(text: text, mode: mode, encoding: facts.files[path]?.encoding ?? .utf8)
        facts.paths.insert(path)
        operations.append(.write(path: path, mode: isNew ? mode : nil))
        record(
            path, found, why, writes,
            undo: isNew ? "remove \(path)" : "restore \(OriginalPlace.path(of: path))")
    }

    /// A file that p2v makes; nothing happens when it is there with this text.
    mutating func create(_ path: String, _ text: String, found: String, why: String) {
        edit(path, to: text, found: found, why: why, writes: "a new file:\n\(text)")
    }

    /// A symbolic link that p2v makes; what is there is moved aside.
    mutating func link(_ path: String, to target: String, found: String, why: String) {
        guard facts.links[path] != target else { return }
        let present = facts.paths.contains(path)
        facts.links[path] = target
        facts.paths.insert(path)
        operations.append(.link(path: path, target: target))
        record(
            path, found, why, "a link to \(target)",
            undo: present ? "restore \(OriginalPlace.path(of: path))" : "remove \(path)")
    }

    /// A file is moved aside, to its name with `.p2v-orig`.
    mutating func setAside(_ path: String, found: String, why: String) {
        guard facts.paths.contains(path) else { return }
        facts.paths.remove(path)
        facts.files[path] = nil
        operations.append(.setAside(path: path))
        record(
            path, found, why, "nothing: the file is moved aside",
            undo: "move it back from \(OriginalPlace.path(of: path))")
    }

    /// A file of the guest is copied to a place where there is none.
    mutating func copy(_ path: String, to target: String, found: String, why: String) {
        guard !facts.paths.contains(target) else { return }
        facts.paths.insert(target)
        if var image = facts.unified.first(where: { $0.path == path }) {
            image.path = target
            facts.unified.append(image)
        }
        operations.append(.copy(path: path, target: target))
        record(target, found, why, "a copy of \(path)", undo: "remove \(target)")
    }

    /// Drivers are added to an initramfs.
    mutating func addDrivers(_ plan: DriverPlan, found: String, why: String) {
        facts.setMark(plan.mark, of: plan.initramfs)
        operations.append(.addDrivers(plan))
        record(
            plan.initramfs, found, why, "\(plan.placement.rawValue) archive with \(plan.modules.count) modules",
            undo: "cut the archive off")
    }

    /// The guest's own tool builds an initramfs anew.
    mutating func rebuild(_ plan: InitramfsRebuild, found: String, why: String) {
        facts.rebuilt[plan.initramfs] = plan.purpose
        operations.append(.rebuild(plan))
        record(
            plan.initramfs, found, why, "a new initramfs by `\(plan.command.joined(separator: " "))`",
            undo: "restore \(OriginalPlace.path(of: plan.initramfs))")
    }

    /// The copy of a GPT goes to the end of its disk.
    mutating func moveBackupTable(of disk: Int, found: String, why: String) {
        facts.disks[disk].backupTableIsAtEnd = true
        operations.append(.moveBackupTable(device: facts.disks[disk].device))
        record(
            facts.disks[disk].device, found, why, "the copy of the partition table at the end of the disk",
            undo: "nothing: no file and no partition is touched")
    }

    mutating func pass(_ because: String) {
        passed.append(PassedOver(id: decider.id, cases: decider.cases, because: because))
    }

    mutating func concern(
        _ id: String, _ severity: Concern.Severity, seen: String, matters: String, advice: String
    ) {
        concerns.append(Concern(id: id, severity: severity, seen: seen, matters: matters, advice: advice))
    }

    private mutating func record(_ path: String, _ found: String, _ why: String, _ writes: String, undo: String) {
        changes.append(
            Change(
                id: decider.id, cases: decider.cases, path: path, found: found, why: why, writes: writes, undo: undo))
    }
}
