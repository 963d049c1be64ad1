package import Estate
internal import Foundation
internal import Logging
package import Scanner
internal import Shell
internal import Store

/// Learns what servers are, over ssh or from a switched-off Windows' disks, and keeps it in the store. Read-only.
package struct Scan: Sendable {
    /// What is asked for.
    package struct Request: Sendable {
        /// `ssh://user@host:port`, `user@host` or `host`.
        package var servers: [String] = []
        /// Files of servers: lists, CSV, Ansible inventories.
        package var inventories: [String] = []
        /// Learn host keys that are not known yet; a changed key is refused all the same.
        package var acceptsNewKeys = false
        /// Servers at the same time.
        package var jobs = 16
        /// Seconds for each server.
        package var timeout = 60
        /// Also read the past that the servers keep.
        package var history = false
        /// Seconds between two readings of a watch after the scan; nil: no watch.
        package var watchInterval: Int?
        /// Seconds to watch; nil until cancelled.
        package var watchDuration: Int?
        /// A file of ssh settings in place of the user's own.
        package var sshConfiguration: String?

        package init() {}
    }

    private let workspace: Workspace

    package init(in workspace: Workspace) {
        self.workspace = workspace
    }

    /// Scans, and watches when that is asked for. A server that cannot be scanned is in the result, and ends nothing.
    package func run(_ request: Request, progress: @escaping ProgressReport) async throws -> ScanRun {
        let addresses =
            try request.servers.map { try SSHAddress($0) } + request.inventories.flatMap(InventoryFile.addresses)
        let store = try workspace.openStore()
        let recorder = ScanRecorder(store: store)
        var scanner = ServerScanner(
            timeout: request.timeout, acceptNew: request.acceptsNewKeys, configuration: request.sshConfiguration,
            clock: workspace.now)
        scanner.history = request.history
        try await recorder.begin()
        let log = workspace.log
        log.debug("scanning \(addresses.count) servers, \(request.jobs) at a time; store \(workspace.storePath)")
        try await FleetScan(scanner, jobs: request.jobs).run(addresses, progress: progress) { outcome in
            if case .failure(let failure) = outcome.result {
                log.debug("\(outcome.address) was not scanned: \(failure.because)")
            } else {
                log.debug("\(outcome.address) was scanned")
            }
            try await recorder.record(outcome)
        }
        var run = await recorder.run
        if let interval = request.watchInterval {
            run.watched = try await watch(request, interval, store, progress).run(run.servers)
        }
        run.assessments = try await Assessment.all(run.servers, in: store, now: workspace.now())
        return run
    }

    /// Scans the disks of a Windows that is switched off.
    ///
    /// - Parameter name: the server's name; its computer name when nil.
    package func run(images: [ImageDisk], name: String?, progress: @escaping ProgressReport) async throws -> ScanRun {
        for disk in images where !FileManager.default.isReadableFile(atPath: disk.path) {
            throw Failure(
                "scan the image", on: disk.path, because: UnreadableFile.reason(disk.path),
                next: "check the path and its rights")
        }
        let store = try workspace.openStore()
        let recorder = ScanRecorder(store: store)
        try await recorder.begin()
        let profile = try await ImageScanner().scan(images, name: name, now: workspace.now(), progress: progress)
        try await recorder.record(profile)
        var run = await recorder.run
        run.assessments = try await Assessment.all(run.servers, in: store, now: workspace.now())
        return run
    }

    private func watch(_ request: Request, _ interval: Int, _ store: Store, _ progress: @escaping ProgressReport)
        -> WatchRun
    {
        let (acceptNew, configuration) = (request.acceptsNewKeys, request.sshConfiguration)
        return WatchRun(
            workspace: workspace, store: store, interval: interval, duration: request.watchDuration,
            connection: { SSHConnection($0, acceptNew: acceptNew, configuration: configuration) }, progress: progress)
    }
}
