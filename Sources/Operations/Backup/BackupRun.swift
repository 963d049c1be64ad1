internal import Backup
package import Estate
internal import Pool

/// Points in time of VMs into a repository.
///
/// ```
/// repository elsewhere? → its lease → for each VM: the pool's lease (nobody moves it) → where is it?
///    runs   frozen moment ─ disks shown by QEMU ─┐
///    off    its images, under their leases ──────┴→ chunks, indexes, definition, manifest last
/// ```
package struct BackupRun: Sendable {
    package struct Request: Sendable {
        /// Names of VMs; none: all of the pool.
        package var vms: [String]
        package var repository: String
        /// A folder of the hosts for what guests overwrite while their backup goes on.
        package var scratch = "/var/tmp"
        /// Says what would be done.
        package var isTrial = false

        package init(vms: [String], to repository: String) { (self.vms, self.repository) = (vms, repository) }
    }

    let request: Request
    let workspace: Workspace
    let pool: LibvirtPool
    let report: ProgressReport

    package init(_ request: Request, in workspace: Workspace, report: @escaping ProgressReport = { _ in }) throws {
        (self.request, self.workspace, self.report) = (request, workspace, report)
        guard request.scratch.hasPrefix("/") else {
            throw Failure(
                "back up", on: request.scratch, because: "the scratch folder is no absolute path",
                next: "name a folder that every host has, with --scratch", exit: .refused)
        }
        pool = try workspace.openLibvirtPool(to: "back up VMs")
    }

    /// One VM that fails does not keep the others from their points.
    package func run() async throws -> BackupReport {
        let guardian = RepositoryGuard(of: BackupPath.plain(request.repository))
        try guardian.check(request.repository, protecting: pool.configuration.storage.map(\.url))
        let names = try await names()
        if request.isTrial { return try await trial(names, guardian) }
        let repository = try BackupRepository(request.repository, creating: true)
        var result = BackupReport(repository: repository.path)
        try await repository.alone("back up, by \(workspace.who)", unlock: workspace.unlock) {
            let memory = PoolMemory(workspace, pool)
            for name in names {
                try Task.checkCancellation()
                do {
                    let taken = try await memory.required().withLease("back up \(name)") {
                        try await backUp(name, guardian, repository)
                    }
                    result.add(taken)
                } catch let failure as Failure {
                    result.failed.append(.init(vm: name, failure: failure))
                }
            }
        }
        return result
    }

    private func names() async throws -> [String] {
        if !request.vms.isEmpty { return request.vms }
        let names = Set(try await pool.machines().map(\.name)).sorted()
        if let silent = await pool.silences().first { throw silent }
        return names
    }

    private func backUp(
        _ name: String, _ guardian: RepositoryGuard, _ repository: BackupRepository
    ) async throws -> TakenPoint {
        let (machine, subject) = try await subject(name, guardian)
        let writer = PointWriter(repository: repository, subject: subject, run: self)
        switch machine.state {
        case .running, .paused: return try await LiveBackup(run: self, subject: subject, writer: writer).take()
        case .shutOff: return try await ColdBackup(run: self, subject: subject, writer: writer).take()
        case .crashed, .suspended, .unknown: throw refused(machine, "its state is \(machine.state.rawValue)")
        }
    }

    private func subject(_ name: String, _ guardian: RepositoryGuard) async throws -> (Machine, BackupSubject) {
        let machine = try await pool.machine(named: name)
        let subject = try await pool.backupSubject(name, on: machine.host)
        if let reason = subject.refusal(machine.state) { throw refused(machine, reason) }
        guard !subject.disks.isEmpty else {
            throw Failure(
                "back up the VM", on: name,
                because: (["it has no disk that it writes to"] + subject.left).joined(separator: "; "),
                next: "leave it out", exit: .refused)
        }
        try guardian.check(request.repository, protecting: subject.disks.map(\.url))
        return (machine, subject)
    }

    private func refused(_ machine: Machine, _ reason: String) -> Failure {
        Failure(
            "back up the VM", on: machine.name, because: reason,
            next: "start it, or shut it down; see virsh list --all --managed-save on \(machine.host)", exit: .refused)
    }

    private func trial(_ names: [String], _ guardian: RepositoryGuard) async throws -> BackupReport {
        var result = BackupReport(repository: request.repository)
        for name in names {
            do {
                let (machine, subject) = try await subject(name, guardian)
                result.pending.append(
                    "\(name) (\(machine.state.rawValue) on \(machine.host)): "
                        + subject.disks.map { "\($0.target) \($0.url)" }.joined(separator: ", "))
            } catch let failure as Failure { result.failed.append(.init(vm: name, failure: failure)) }
        }
        return result
    }
}

enum BackupPath {
    /// `file:///path` as a path.
    static func plain(_ text: String) -> String { text.hasPrefix("file://") ? String(text.dropFirst(7)) : text }
}
