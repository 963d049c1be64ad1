internal import Estate
internal import Foundation
internal import Pool
internal import Testing
internal import ImageStores

@testable internal import Doctor

/// One instance a test; its folder goes with it.
@Suite final class DoctorTests {
    private let scratch = NSTemporaryDirectory() + "p2v-doctor-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: scratch) }

    private func folder() throws -> String {
        let path = scratch + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func host(_ name: String, free: UInt64 = 4 << 30, versions: [String] = ["QEMU 10.0.2"]) -> Estate.Host {
        Host(
            name: name, cpus: 4, memoryBytes: 8 << 30, freeMemoryBytes: free, hypervisor: "kvm", versions: versions)
    }

    /// An operator reads the findings in the order of the house, not of whoever answered first.
    @Test func `findings come in the order of the checks`() async {
        struct Slow: Check {
            var name: String
            var milliseconds: Int
            func findings() async -> [Finding] {
                try? await Task.sleep(for: .milliseconds(milliseconds))
                return [Finding(.machine, .ok, name, "seen")]
            }
        }
        let doctor = Doctor(checks: [Slow(name: "first", milliseconds: 30), Slow(name: "second", milliseconds: 0)])
        #expect(await doctor.examine().map(\.subject) == ["first", "second"])
    }

    /// Half of a network is one that every second move does not take.
    @Test func `a network for migrations needs an address of each host`() async {
        func findings(_ addresses: [String?]) async -> [Finding] {
            await MigrationNetworkCheck(
                addresses.enumerated().map { index, address in
                    var member = PoolConfiguration.Member(name: "host\(index)", uri: "qemu+tls://host\(index)/system")
                    member.migrationAddress = address
                    return member
                }
            ).findings()
        }
        #expect(await findings([nil, nil]).isEmpty)
        #expect(await findings(["10.9.0.1", nil]).map(\.level) == [.problem])
        #expect(await findings(["10.9.0.1", "10.9.0.1"]).map(\.level) == [.problem])
        #expect(await findings(["10.9.0.1", "10.9.0.2"]).map(\.level) == [.ok])
    }

    /// A missing program would otherwise show up in the middle of a conversion.
    @Test func `a missing program is a problem with the package to install`() async throws {
        let findings = await ProgramsCheck(path: try folder()).findings()
        #expect(findings.allSatisfy { $0.level == .problem })
        #expect(findings.first { $0.subject == "qemu-img" }?.hint == "apt-get install qemu-utils")
        #expect(await ProgramsCheck(path: "/usr/bin:/bin").findings().contains { $0.level == .ok })
    }

    /// The appliance fails with a message that names neither kernel nor file mode.
    @Test func `the appliance needs a kernel with its modules`() async throws {
        let root = try folder()
        func look() async -> Finding? { await ApplianceCheck(root: root).findings().first }
        #expect(await look()?.seen.contains("not installed") == true)
        for path in ["/usr/lib64/guestfs/supermin.d", "/boot", "/lib/modules/6.1.0"] {
            try FileManager.default.createDirectory(atPath: root + path, withIntermediateDirectories: true)
        }
        #expect(await look()?.seen == "there is no kernel in /boot")
        try Data("k".utf8).write(to: URL(fileURLWithPath: root + "/boot/vmlinuz-6.1.0"))
        #expect(await look()?.level == .problem)
        try Data("m".utf8).write(to: URL(fileURLWithPath: root + "/lib/modules/6.1.0/modules.dep"))
        #expect(await look()?.level == .ok)
    }

    @Test func `a folder without room is a problem`() async {
        #expect(await RoomCheck(folder: "/tmp", neededBytes: 1).findings().first?.level == .ok)
        #expect(await RoomCheck(folder: "/tmp", neededBytes: .max).findings().first?.level == .problem)
        #expect(await RoomCheck(folder: "/nonexistent").findings().first?.level == .problem)
    }

    @Test func `a silent host is a problem with its reason`() async throws {
        let pool = SimulatedPool(hosts: [host("hosta"), host("hostb")])
        await pool.setReachable(false, "hostb")
        let why = Failure("reach the host", on: "hostb", because: "no route", next: "plug it in")
        let findings = await HostsCheck(pool) { [why] }.findings()
        #expect(findings.map(\.level) == [.ok, .problem])
        #expect(findings[1].seen.contains("no route"))
        #expect(findings[1].hint == "plug it in")
    }

    /// A machine that moved to a newer host may have no way back.
    @Test func `hosts with different versions are a warning`() {
        let findings = HostsCheck.versions([host("hosta"), host("hostb", versions: ["QEMU 7.2.0"])])
        #expect(findings.first?.level == .warning)
        #expect(HostsCheck.versions([host("hosta"), host("hostb")]).first?.level == .ok)
        #expect(HostsCheck.finding(host("hosta", free: 1 << 20), []).level == .warning)
    }

    @Test func `an SR is tried by writing, and nothing stays behind`() async throws {
        let path = try folder()
        let check = RepositoryCheck("sr", mark: "1") { try DirectoryImageStore(path: path) }
        let clean = await check.findings()
        #expect(clean.contains { $0.seen == "can be written" && $0.level == .ok })
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
        try Data("half".utf8).write(to: URL(fileURLWithPath: path + "/dns01-sda.raw.part"))
        #expect(await check.findings().contains { $0.level == .warning && $0.seen.contains("dns01-sda.raw.part") })
    }

    @Test func `an SR that is gone is a problem`() async {
        let check = RepositoryCheck("sr", mark: "1") { try DirectoryImageStore(path: "/nonexistent/sr") }
        #expect(await check.findings().map(\.level) == [.problem])
    }

    /// Everything stops on the day that a certificate ends.
    @Test func `certificates are judged by the time they have left`() async throws {
        let path = try folder()
        func finding(days: Int) async throws -> Finding? {
            let make = Process()
            make.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            make.arguments = [
                "req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=hosta", "-days", String(days), "-keyout",
                path + "/key", "-out", path + "/cert",
            ]
            make.standardError = FileHandle.nullDevice
            try make.run()
            make.waitUntilExit()
            return await CertificateCheck("hosta", .file(path + "/cert")).findings().first
        }
        #expect(try await finding(days: 365)?.level == .ok)
        #expect(try await finding(days: 10)?.level == .warning)
        #expect(await CertificateCheck("hosta", .file(path + "/none")).findings().first?.level == .problem)
    }

    @Test func `a URI says which certificates matter`() {
        #expect(CertificateCheck.checks(host: "a", uri: "qemu+tls://a/system?pkipath=/root/pki").count == 2)
        #expect(CertificateCheck.checks(host: "a", uri: "qemu+ssh://root@a/system").isEmpty)
        #expect(CertificateCheck.checks(host: "a", uri: "qemu:///system").isEmpty)
    }

    /// What a database has flushed must outlive a power cut; an operator who is not told believes that it does.
    @Test func `guests that write through QEMU's own NFS client are a warning`() async {
        let found = await GuestWritesCheck("sr", url: "nfs://nfs1/sr").findings()
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.hint?.contains("file:///") == true)
        #expect(await GuestWritesCheck("sr", url: "file:///srv/sr").findings().isEmpty)
    }
}
