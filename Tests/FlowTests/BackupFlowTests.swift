import Estate
import Foundation
import Lab
import Pool
import Shell
import Testing

/// Backups of a VM that runs on the lab's hosts: real QEMU, real libvirt, its image on real NFS. The VM stops in its firmware;
/// what it writes is written through its own block device, by QEMU's monitor.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct BackupFlowTests {
    /// A user who restores gets what was there at the moment, not what was written meanwhile.
    @Test(.timeLimit(.minutes(8))) func `a running VM is backed up, written, backed up again, and both come back`()
        async throws
    {
        let lab = try await BackupLab()
        await lab.clean()
        try await lab.makeDisk(mib: 24, noiseMiB: 6)
        try await lab.start()
        let first = try await lab.p2v("backup", "make", lab.vm, "--to", lab.repository, "--json")
        #expect(first.status == 0, "\(first.standardError)\(first.text)")
        #expect(first.text.contains("\"consistency\" : \"crash\""))
        #expect(try await lab.p2v("backup", "list", "--from", lab.repository).text.contains(lab.vm))
        try await lab.restoreDisk(to: "first.raw")
        #expect(try await lab.isAsImage("first.raw"))
        // A point is named by its second: two of one second are refused.
        try await Task.sleep(for: .seconds(1.1))
        try await lab.write(pattern: 0x5a, at: "9M", count: "1M")
        let second = try await lab.p2v("backup", "make", lab.vm, "--to", lab.repository, "--json")
        #expect(second.status == 0, "\(second.standardError)")
        #expect(second.text.contains("\"newChunks\" : 1,"))
        #expect(second.text.contains("\"readBytes\" : 1048576,"))
        // After the moment: no part of the second point.
        try await lab.write(pattern: 0x77, at: "12M", count: "1M")
        try await lab.restoreDisk(to: "second.raw")
        #expect(try await lab.bytes(of: "second.raw", at: 9, mib: 1).allSatisfy { $0 == 0x5a })
        #expect(try await lab.bytes(of: "second.raw", at: 12, mib: 1).allSatisfy { $0 == 0 })
        #expect(try await lab.p2v("backup", "verify", "--from", lab.repository).status == 0)
        // Over a live VM: refused; beside it: there, with other addresses, and off.
        let same = try await lab.p2v(
            "backup", "restore", lab.vm, "--from", lab.repository, "--to-host", "hostb", "--same")
        #expect(same.status == Exit.refused.rawValue, "\(same.standardError)")
        let beside = try await lab.p2v("backup", "restore", lab.vm, "--from", lab.repository, "--to-host", "hostb")
        #expect(beside.status == 0, "\(beside.standardError)")
        #expect(try await lab.state(of: lab.vm + "-restored", on: "hostb") == "shut off")
        // The restored one is off: it is read from its image.
        let cold = try await lab.p2v("backup", "make", lab.vm + "-restored", "--to", lab.repository, "--json")
        #expect(cold.status == 0, "\(cold.standardError)")
        #expect(cold.text.contains("\"consistency\" : \"off\"") && cold.text.contains("\"newChunks\" : 0,"))
        let prune = try await lab.p2v("backup", "prune", "--from", lab.repository, "--last", "1")
        #expect(prune.status == 0, "\(prune.standardError)")
        #expect(try await lab.p2v("backup", "verify", "--from", lab.repository).status == 0)
        await lab.clean()
    }

    /// A p2v that is killed leaves a job whose scratch file grows without end.
    @Test(.timeLimit(.minutes(5))) func `after a backup that was killed the next one ends its job, and is whole`()
        async throws
    {
        let lab = try await BackupLab()
        await lab.clean()
        try await lab.makeDisk(mib: 512, noiseMiB: 400)
        try await lab.start()
        let killed = try await lab.killedBackup()
        #expect(killed, "the backup ended before it could be killed")
        #expect(try await lab.hasJob())
        let next = try await lab.p2v("backup", "make", lab.vm, "--to", lab.repository)
        #expect(next.status == 0, "\(next.standardError)")
        #expect(try await lab.hasJob() == false)
        try await lab.restoreDisk(to: "whole.raw")
        #expect(try await lab.isAsImage("whole.raw"))
        await lab.clean()
    }

    /// On one disk both are lost together.
    @Test(.timeLimit(.minutes(3))) func `a repository on the SR is refused`() async throws {
        let lab = try await BackupLab()
        await lab.clean()
        try await lab.makeDisk(mib: 4, noiseMiB: 1)
        try await lab.start()
        let made = try await lab.p2v("backup", "make", lab.vm, "--to", "nfs://nfs1/sr")
        #expect(made.status == Exit.refused.rawValue)
        await lab.clean()
    }
}

/// One VM with a disk on the lab's SR, and a repository on this machine.
actor BackupLab {
    private let lab: Lab
    private let cache: String
    nonisolated let folder: String
    nonisolated let vm = "backed"
    nonisolated var repository: String { folder + "/repository" }
    private static let uuid = "70327600-0000-4000-8002-000000000001"

    init() async throws {
        cache = ProcessInfo.processInfo.environment["P2V_LAB_CACHE"] ?? LabSettings.defaultCache
        folder = cache + "/backup-test"
        lab = Lab(try LabSettings(cache: cache))
        try await lab.up(server: false)
    }

    func clean() async {
        for name in [vm, vm + "-restored"] {
            for host in ["hosta", "hostb"] {
                for verb in ["destroy", "undefine"] { _ = try? await virsh(host, verb, name) }
            }
        }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: cache + "/state/sr")) ?? []
        where name.hasPrefix(vm) { try? FileManager.default.removeItem(atPath: "\(cache)/state/sr/\(name)") }
        try? FileManager.default.removeItem(atPath: folder)
        try? FileManager.default.createDirectory(atPath: repository, withIntermediateDirectories: true)
    }

    /// A name that was not used before: the server remembers files that were taken away behind its back.
    private let name = "backed-\(UUID().uuidString.prefix(8)).raw"
    private var image: String { "\(cache)/state/sr/\(name)" }

    func makeDisk(mib: Int, noiseMiB: Int) async throws {
        let script = "head -c \(noiseMiB)M /dev/urandom >\"$1\" && truncate -s \(mib)M \"$1\""
        try await Shell.check(Command(["bash", "-c", script, "bash", image]))
    }

    func start() async throws {
        let pool = LibvirtPool(
            configuration: PoolConfiguration(
                name: "lab",
                hosts: ["hosta", "hostb"].map { name in
                    PoolConfiguration.Member(
                        name: name, uri: "qemu+unix:///system?socket=\(cache)/state/\(name)/run/libvirt-sock",
                        peerURI: "qemu+tls://\(name)/system", cpus: 2, memoryMiB: 4096)
                },
                storage: [.init(name: "sr", url: "nfs://nfs1/sr")], network: "br0"))
        try await pool.define(
            MachineDefinition(
                name: vm, uuid: Self.uuid, memoryMiB: 128, vcpus: 1, firmware: .bios,
                disks: [.init(url: "nfs://nfs1/sr/\(name)", format: "raw", bus: .virtio)],
                interfaces: [.init(mac: "52:54:00:64:00:01", network: "br0", model: .virtio)]), on: "hosta")
        try await pool.start(vm, on: "hosta")
    }

    private static var program: String {
        ProcessInfo.processInfo.environment["P2V_BIN"] ?? BusyLab.program
    }

    /// The pool file's `reach` finds p2v on the path.
    private func command(_ arguments: [String]) -> [String] {
        let path = URL(fileURLWithPath: Self.program).deletingLastPathComponent().path
        return ["env", "PATH=\(path):/usr/sbin:/usr/bin:/sbin:/bin", Self.program] + arguments
    }

    func p2v(_ arguments: String...) async throws -> Output { try await console(command(arguments)) }

    /// - Returns: whether it was killed in the middle.
    func killedBackup() async throws -> Bool {
        let make = command(["backup", "make", vm, "--to", repository])
        let output = try await console(["timeout", "-s", "KILL", "2"] + make)
        return output.status != 0
    }

    func hasJob() async throws -> Bool { try await virsh("hosta", "backup-dumpxml", vm).status == 0 }

    func restoreDisk(to name: String) async throws {
        let output = try await p2v(
            "backup", "restore", vm, "--from", repository, "--disk", "vda", "-o", "\(folder)/\(name)")
        guard output.status == 0 else {
            throw Failure("restore", on: name, because: output.standardError, next: "see the repository")
        }
    }

    func isAsImage(_ name: String) async throws -> Bool {
        try await Shell.run(Command("cmp", "\(folder)/\(name)", image)).status == 0
    }

    func bytes(of name: String, at mib: Int, mib count: Int) throws -> Data {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(folder)/\(name)"))
        try file.seek(toOffset: UInt64(mib) << 20)
        return try file.read(upToCount: count << 20) ?? Data()
    }

    /// As the guest would: through the VM's own device.
    func write(pattern: Int, at offset: String, count: String) async throws {
        let order =
            "qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \"write -P \(pattern) \(offset) \(count)\""
        let output = try await virsh("hosta", "qemu-monitor-command", vm, "--hmp", order)
        // What qemu-io says of a write that went well goes to QEMU's own output.
        guard output.status == 0, !output.text.lowercased().contains("error") else {
            throw Failure("write", on: vm, because: output.text + output.standardError, next: "see QEMU's log")
        }
    }

    func state(of name: String, on host: String) async throws -> String {
        try await virsh(host, "domstate", name).text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @discardableResult
    private func virsh(_ host: String, _ arguments: String...) async throws -> Output {
        try await Shell.run(
            Command(
                ["virsh", "-c", "qemu+unix:///system?socket=\(cache)/state/\(host)/run/libvirt-sock"] + arguments))
    }

    private func console(_ command: [String]) async throws -> Output {
        let call = try lab.execution(of: command, on: .mgmt, path: "/usr/bin")
        return try await Shell.run(Command(call.arguments, environment: call.environment.mapValues { Optional($0) }))
    }
}
