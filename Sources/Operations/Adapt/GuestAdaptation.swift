package import Adaptation
package import Estate
internal import Foundation
internal import Store
internal import Terminal

/// Makes the copied disks of one server boot as a guest, outside a conversion.
package struct GuestAdaptation: Sendable {
    /// What is asked for.
    package struct Request: Sendable {
        package var disks: [GuestDisk]
        /// A server's name in the store, or a file of `p2v scan --json`.
        package var profile: String?
        package var target = AdaptationTarget.kvm
        package var method = InitramfsMethod.append
        /// The virtio-win ISO, or a folder laid out like it.
        package var drivers: String?
        /// Files with passphrases of encrypted partitions: a command line can be read by every user of this machine.
        package var keyFiles: [String] = []
        /// Seconds until the appliance is ended.
        package var limit = 1800
        /// Decide and report, change nothing.
        package var dryRun = false

        package init(disks: [GuestDisk]) { self.disks = disks }
    }

    private let workspace: Workspace
    private let request: Request

    package init(_ request: Request, in workspace: Workspace) {
        (self.request, self.workspace) = (request, workspace)
    }

    /// The disks as they are, for an unknown system: SATA disks and an e1000 card.
    package func untouched() async throws -> AdaptationReport {
        Adapter.raw(disks: request.disks, profile: try await profile())
    }

    package func adapt(progress: @escaping ProgressReport) async throws -> AdaptationReport {
        let profile = try await profile()
        return try await withAdapter { adapter in
            try await adapter.adapt(
                disks: request.disks, profile: profile, dryRun: request.dryRun, report: progress)
        }
    }

    /// Puts every changed file back as it was copied.
    ///
    /// - Returns: the files.
    package func undo(progress: @escaping ProgressReport) async throws -> [String] {
        let profile = try await profile()
        return try await withAdapter { adapter in
            try await adapter.undo(disks: request.disks, profile: profile, report: progress)
        }
    }

    private func withAdapter<Result: Sendable>(_ work: (Adapter) async throws -> Result) async throws -> Result {
        let drivers = try await DriverFolder.open(request.drivers)
        defer { drivers?.close() }
        return try await work(
            Adapter(
                target: request.target, keys: try request.keyFiles.map(Self.key), method: request.method,
                drivers: drivers.map { WindowsDrivers(folder: $0.folder) }, limitSeconds: request.limit))
    }

    private static func key(_ path: String) throws -> String {
        String(try TextFile.read(path, to: "read the passphrase").prefix { !$0.isNewline })
    }

    /// A path has a slash or ends in `.json`; all else is a name in the store.
    private func profile() async throws -> ServerProfile? {
        guard let name = request.profile else { return nil }
        if name.contains("/") || name.hasSuffix(".json") {
            let text = try TextFile.read(name, to: "read the scan")
            return try JSONText.decode(ServerProfile.self, from: text, source: name)
        }
        guard let found = try await workspace.openStore().profile(named: name) else {
            throw Failure(
                "find the scan", on: name, because: "the store has no server of this name",
                next: "run `p2v scan` first, or name a file", exit: .refused)
        }
        return found
    }
}
