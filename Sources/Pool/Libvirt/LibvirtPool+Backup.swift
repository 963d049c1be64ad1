internal import Estate
internal import Libvirt

/// A machine's disks as they were at one moment, while it runs.
extension LibvirtPool {
    /// Begins the names of sockets and scratch files of ours on a host: a backup that has one of them is p2v's.
    private static let mark = "p2v-backup-"
    /// libvirt's own folder, where QEMU may make sockets.
    private static let sockets = "/var/lib/libvirt/qemu"

    package func backupSubject(_ machine: String, on host: String) async throws -> BackupSubject {
        let attempt = "read the definition"
        let domain = try await domain(machine, on: host, to: attempt)
        do {
            let (live, kept) = (try await domain.xml(), try await domain.xml(inactive: true))
            if var subject = BackupSubject(live: live, kept: kept, host: host) {
                subject.hasSavedMemory = try await domain.hasSavedMemory()
                return subject
            }
        } catch { throw failure(error, attempt, machine, host) }
        throw Failure(attempt, on: machine, because: "it cannot be read", next: "see virsh dumpxml \(machine)")
    }

    /// Ends what a dead p2v has left: a backup of p2v's that goes on is one, since the caller holds the pool's lease. Somebody
    /// else's is never touched.
    package func endLeftover(of subject: BackupSubject) async throws {
        let attempt = "end the backup that was left"
        let domain = try await known(subject, to: attempt)
        do { try await endLeftover(domain, subject) } catch {
            throw failure(error, attempt, subject.name, subject.host)
        }
    }

    /// Begins to show the disks as they are now.
    ///
    /// - Parameter scratch: a folder of the host's for what the guest overwrites meanwhile.
    /// - Returns: the socket on the host where the disks are shown, each by its target's name.
    package func beginBackup(_ subject: BackupSubject, scratch: String) async throws -> String {
        let attempt = "begin the backup"
        let domain = try await known(subject, to: attempt)
        let socket = "\(Self.sockets)/\(Self.mark)\(subject.uuid).sock"
        do {
            try await domain.beginBackup(Self.backupXML(subject, socket: socket, scratch: scratch))
            return socket
        } catch { throw failure(error, attempt, subject.name, subject.host) }
    }

    /// Ends it; what the guest wrote meanwhile stays.
    package func endBackup(_ subject: BackupSubject) async throws {
        let attempt = "end the backup"
        let domain = try await known(subject, to: attempt)
        do {
            if try await domain.backup() != nil { try await domain.abortJob() }
        } catch { throw failure(error, attempt, subject.name, subject.host) }
    }

    /// Holds the guest's file systems still, by its agent.
    package func freeze(_ subject: BackupSubject) async throws {
        let attempt = "hold the file systems still"
        let domain = try await known(subject, to: attempt)
        do { try await domain.freezeFileSystems(within: 10) } catch {
            throw failure(error, attempt, subject.name, subject.host)
        }
    }

    package func thaw(_ subject: BackupSubject) async throws {
        let attempt = "let the file systems go"
        let domain = try await known(subject, to: attempt)
        do { try await domain.thawFileSystems() } catch { throw failure(error, attempt, subject.name, subject.host) }
    }

    func known(_ subject: BackupSubject, to attempt: String) async throws -> Domain {
        if let domain = try await found(uuid: subject.uuid, on: subject.host, to: attempt) { return domain }
        throw Failure(
            attempt, on: subject.name, because: "\(subject.host) has no such machine any more",
            next: "see `p2v pool` for where it is, and begin again")
    }

    private func endLeftover(_ domain: Domain, _ subject: BackupSubject) async throws {
        guard let other = try await domain.backup() else { return }
        let socket = XMLTree.parse(other)?.first("server")?.attributes["socket"] ?? ""
        guard socket.hasPrefix("\(Self.sockets)/\(Self.mark)") else {
            throw Failure(
                "begin the backup", on: subject.name, because: "another program backs it up now",
                next: "wait until it has ended; see virsh backup-dumpxml \(subject.name)", exit: .busy)
        }
        try await domain.abortJob()
        for _ in 0..<50 where try await domain.backup() != nil { try await Task.sleep(for: .milliseconds(100)) }
    }

    static func backupXML(_ subject: BackupSubject, socket: String, scratch: String) -> String {
        var disks = XMLTree(name: "disks")
        for disk in subject.disks {
            let file = "\(scratch)/\(mark)\(subject.uuid)-\(disk.target).scratch"
            disks.children.append(
                XMLTree(
                    name: "disk",
                    attributes: ["name": disk.target, "backup": "yes", "type": "file", "exportname": disk.target],
                    children: [XMLTree(name: "scratch", attributes: ["file": file])]))
        }
        let server = XMLTree(name: "server", attributes: ["transport": "unix", "socket": socket])
        return XMLTree(name: "domainbackup", attributes: ["mode": "pull"], children: [server, disks]).document
    }

    private func failure(_ error: any Error, _ attempt: String, _ machine: String, _ host: String) -> any Error {
        guard let error = error as? LibvirtError else { return error }
        return error.failure(attempt, on: machine, next: "see the log of libvirtd on \(host)")
    }
}
