internal import Adaptation
internal import Estate
internal import Pool
internal import DiskCopying
internal import ImageStores

extension Conversion {
    /// Makes the copy boot on the pool's virtual hardware.
    var adapt: Step {
        Step(id: "adapt", title: "Adapting the guest") { [self] in
            if server.guest == .untouched { return "left as it is, as the plan says: SATA disks and an e1000 card" }
            let target = try await target
            let result = try await withImages(server.disks, ready: []) { [self] disks in
                try await Adapter(target: target).adapt(disks: disks, profile: profile, report: report)
            }
            let blocking = result.concerns.filter { $0.severity == .critical }
            guard blocking.isEmpty else {
                throw failure(
                    "adapt the guest", blocking.map(\.seen).joined(separator: "; "),
                    blocking.map(\.advice).joined(separator: "; "), exit: .unproved)
            }
            return "\(result.system): \(result.changes.count) change(s) for \(target.title)"
        }
    }

    /// What the host that the plan names will show to the guest.
    private var target: AdaptationTarget {
        get async throws {
            if server.guest == .plain { return .plain }
            let host = try await pool.hosts().first { $0.name == server.host }
            guard host?.hypervisor == "xen" else { return .kvm }
            return server.disks.contains { ImageFormat($0) == .vhd } ? .xenserver : .xen
        }
    }

    /// Opens one image after the other, then runs `body` with all of them.
    private func withImages<Value: Sendable>(
        _ rest: [PlannedDisk], ready: [GuestDisk], _ body: @escaping @Sendable ([GuestDisk]) async throws -> Value
    ) async throws -> Value {
        guard let disk = rest.first else { return try await body(ready) }
        let url = images.location(of: part(disk))
        let others = Array(rest.dropFirst())
        guard url.hasPrefix("nfs://") else {
            let guest = GuestDisk(
                format: ImageFormat(disk).qemuName, location: .file(url), sourceDevice: disk.device)
            return try await withImages(others, ready: ready + [guest], body)
        }
        return try await ImageExport.withSocket(of: url, format: ImageFormat(disk).qemuName) { [self] socket in
            // What qemu-nbd serves is the disk, whatever the image's format.
            let guest = GuestDisk(format: "raw", location: .nbd(socket: socket), sourceDevice: disk.device)
            return try await withImages(others, ready: ready + [guest], body)
        }
    }
}
