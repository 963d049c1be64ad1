internal import DiskCopying
internal import Estate
internal import ImageStores
internal import Pool
internal import Probes

extension Conversion {
    /// Refuses before anything is changed: what the plan promised must still be true.
    var prepare: Step {
        Step(id: "prepare", title: "Checking the server, the pool and the SR") { [self] in
            for proof in server.proof { _ = try ProbeSpec(proof) }
            try await checkDisks()
            try await checkStorage()
            try await checkPool()
            return "\(server.disks.count) disk(s), \(server.memoryMiB) MiB on \(server.host)"
        }
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

    private func checkStorage() async throws {
        let needed = server.disks.reduce(0) { $0 + $1.bytes }
        let free = try await images.space().free
        guard free >= needed else {
            throw failure(
                "copy to the SR \(server.storage)", "\(needed) bytes are needed and \(free) are free",
                "free \(needed - free) bytes, or plan another SR", exit: .refused)
        }
        for disk in server.disks where try await images.exists(disk.image) {
            throw failure(
                "write the image \(disk.image)", "the SR \(server.storage) already has a file of this name",
                "remove it if nothing uses it, or change the image's name in the plan", exit: .refused)
        }
    }

    private func checkPool() async throws {
        guard let host = try await pool.hosts().first(where: { $0.name == server.host }) else {
            throw failure(
                "use the host \(server.host)", "the pool has none of this name", "make a new plan", exit: .refused)
        }
        guard host.reachable, !host.inMaintenance else {
            throw failure(
                "use the host \(server.host)", host.reachable ? "it is in maintenance" : "it does not answer",
                "bring it back, or plan another host", exit: .refused)
        }
        let needed = UInt64(server.memoryMiB) << 20
        guard host.freeMemoryBytes >= needed else {
            throw failure(
                "use the host \(server.host)",
                "the VM needs \(server.memoryMiB) MiB and \(host.freeMemoryBytes >> 20) MiB are free",
                "move a VM away, or plan another host", exit: .refused)
        }
        if let taken = try await pool.machines().first(where: { $0.name == server.server }) {
            throw failure(
                "make the VM", "the name is taken by a VM on \(taken.host)", "rename or remove that VM", exit: .refused)
        }
    }
}
