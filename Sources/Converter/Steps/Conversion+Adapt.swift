internal import Adaptation
internal import Estate
internal import Pool
internal import DiskCopying
internal import ImageStores

extension Conversion {
    /// Makes the copy boot on the pool's virtual hardware.
    var adapt: Step {
        Step(
            id: "adapt", title: "Adapting the guest",
            run: { [self] _ in
                if server.guest == .untouched {
                    return StepNote(
                        "left as it is, as the plan says: SATA disks and an e1000 card",
                        facts: .with { $0.leavesMark = false })
                }
                let target = try await target
                // Before it happens: a copy that goes on after a cut here reads all of it back.
                for disk in server.disks {
                    try await open.file(disk.image, in: images).willChange(by: "the adaptation to \(target.title)")
                }
                let result = try await adapted(to: target)
                try refuse(result.concerns)
                return StepNote(
                    "\(result.system): \(result.changes) change(s) for \(target.title)",
                    facts: .with {
                        $0.leavesMark = profile.windows == nil
                        $0.needs = result.machine
                    })
            })
    }

    /// By the appliance that stands by, where one does and is fit; by one of its own else.
    private func adapted(to target: AdaptationTarget) async throws -> ConversionTools.Adapted {
        if let standing = await open.takeStandby(), let result = try await standing.adapt() { return result }
        return try await withImages(server.disks, ready: [], writing: true) { [self] disks in
            try await tools.adapt(disks, target)
        }
    }

    /// - Parameter state: how things stand, said first.
    func refuse(_ concerns: [Concern], while state: String? = nil) throws {
        let blocking = concerns.filter { $0.severity == .critical }
        guard !blocking.isEmpty else { return }
        let next = (state.map { [$0] } ?? []) + blocking.map(\.advice)
        throw failure(
            "adapt the guest", blocking.map(\.seen).joined(separator: "; "), next.joined(separator: "; "),
            exit: .unproved)
    }

    /// What the host that the plan names will show to the guest.
    var target: AdaptationTarget {
        get async throws {
            if server.guest == .plain { return .plain }
            let host = try await pool.hosts().first { $0.name == server.host }
            guard let host else {
                throw failure(
                    "use the host \(server.host)", "the pool has none of this name", "make a new plan", exit: .refused)
            }
            guard host.hypervisor == "xen" else { return .kvm }
            return try server.disks.contains { try ImageFormat($0) == .vhd } ? .xenserver : .xen
        }
    }

    /// Opens one image after the other, then runs `body` with all of them.
    func withImages<Value: Sendable>(
        _ rest: [PlannedDisk], ready: [GuestDisk], writing: Bool,
        _ body: @escaping @Sendable ([GuestDisk]) async throws -> Value
    ) async throws -> Value {
        guard let disk = rest.first else { return try await body(ready) }
        let url = images.location(of: part(disk))
        let others = Array(rest.dropFirst())
        guard url.hasPrefix("nfs://") else {
            let guest = GuestDisk(
                format: try ImageFormat(disk).qemuName, location: .file(url), sourceDevice: disk.device,
                sectorBytes: sectorBytes(of: disk))
            return try await withImages(others, ready: ready + [guest], writing: writing, body)
        }
        return try await ImageExport.withSocket(of: url, format: try ImageFormat(disk).qemuName, writing: writing) {
            [self] socket in
            // What qemu-nbd serves is the disk, whatever the image's format.
            let guest = GuestDisk(
                format: "raw", location: .nbd(socket: socket), sourceDevice: disk.device,
                sectorBytes: sectorBytes(of: disk))
            return try await withImages(others, ready: ready + [guest], writing: writing, body)
        }
    }

    /// As the scan saw it: an image does not say what its partition table is counted in.
    func sectorBytes(of disk: PlannedDisk) -> Int? {
        profile.disks.value?.first { $0.device == disk.device }?.logicalSectorBytes
    }
}
