import Estate
import Foundation
import Scanner
import Shell
import Testing

/// Real sshds on a loopback address, with userlands of several kinds. Needs root, mmdebstrap and busybox.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil), .serialized, .timeLimit(.minutes(15)))
struct ScanFlowTests {
    private func address(_ server: ScanUserland, user: String = "root") throws -> SSHAddress {
        try SSHAddress("ssh://\(user)@127.0.0.2:\(server.port)")
    }

    /// What the profile says must be what the machine itself says.
    @Test(arguments: ["bullseye", "bookworm", "trixie"])
    func `a Debian userland is scanned with nothing left out that it could tell`(release: String) async throws {
        let lab = try await ScanLab()
        let server = try await ScanUserland(root: lab.debianRoot(release), port: 2401)
        defer { server.stop() }
        let profile = try await lab.scanner().scan(address(server))
        let versions = ["bullseye": "11", "bookworm": "12", "trixie": "13"]
        #expect(profile.system.family == .known("debian"))
        #expect(profile.system.version.value == versions[release])
        #expect(profile.rights == "root")
        let memory = try await Shell.check(Command("awk", "/^MemTotal/ {print $2}", "/proc/meminfo"))
        #expect(profile.hardware.memoryBytes.value == (UInt64(memory.dropLast()) ?? 0) * 1024)
        let processors = try await Shell.check(Command("nproc", "--all"))
        #expect(profile.hardware.processor.value?.threads == Int(processors.dropLast()))
        let own = profile.listeners.value?.first { $0.port == 2401 }
        #expect(own?.process == "sshd")
        #expect(try #require(profile.system.clockSkewSeconds.value).magnitude <= 2)
        let load = try #require(profile.load.value)
        let threads = Double(profile.hardware.processor.value?.threads ?? 0)
        #expect((0...threads).contains(load.coresBusy))
        #expect(profile.disks.value?.isEmpty == false)
    }

    /// Appliances and rescue systems have busybox and nothing else.
    @Test func `a busybox userland gives what it has, and reasons for the rest`() async throws {
        let lab = try await ScanLab()
        let server = try await ScanUserland(root: lab.busyboxRoot(), port: 2402)
        defer { server.stop() }
        let profile = try await lab.scanner().scan(address(server))
        #expect(profile.disks.value?.isEmpty == false)
        #expect(profile.interfaces.value?.contains { $0.name == "lo" } == true)
        #expect(profile.listeners.value?.contains { $0.port == 2402 } == true)
        #expect(profile.system.family.reason != nil)
    }

    /// Login shells and rights differ from server to server; the profile must not.
    @Test func `csh, sudo and a plain user work; a restricted shell is refused in plain words`() async throws {
        let lab = try await ScanLab()
        let server = try await ScanUserland(root: lab.debianRoot("bookworm"), port: 2403)
        defer { server.stop() }
        let rights = try await ["toor", "ada", "bob", "eve"].asyncMap {
            try await lab.scanner().scan(address(server, user: $0)).rights
        }
        #expect(rights == ["root", "sudo", "user", "user"])
        let bob = try await lab.scanner().scan(address(server, user: "bob"))
        #expect(bob.concerns.contains { $0.id == "scan-without-root" })
        let refused = await #expect(throws: Failure.self) {
            try await lab.scanner().scan(address(server, user: "rita"))
        }
        #expect(refused?.because.contains("restricted") == true)
    }

    /// A key that changed without notice may be somebody in the middle.
    @Test func `an unknown host key is refused unless allowed, and a changed one always`() async throws {
        let lab = try await ScanLab()
        let root = try await lab.busyboxRoot()
        let first = try await ScanUserland(root: root, port: 2404)
        let unknown = await #expect(throws: Failure.self) {
            try await lab.scanner(acceptNew: false).scan(address(first))
        }
        #expect(unknown?.because == "the server's host key is not known")
        _ = try await lab.scanner(acceptNew: true).scan(address(first))
        _ = try await lab.scanner(acceptNew: false).scan(address(first))
        first.stop()
        try FileManager.default.removeItem(atPath: root + "/etc/ssh/p2v_test_ed25519")
        let second = try await ScanUserland(root: root, port: 2404)
        defer { second.stop() }
        let changed = await #expect(throws: Failure.self) {
            try await lab.scanner(acceptNew: true).scan(address(second))
        }
        #expect(changed?.because.contains("host key has changed") == true)
    }

    /// A server that restarts, or a cable that is pulled, must cost the watch a gap and not the rest of the night.
    @Test func `a watch connects again when the connection was lost, and keeps the gap`() async throws {
        let lab = try await ScanLab()
        let root = try await lab.debianRoot("bookworm")
        let server = try await ScanUserland(root: root, port: 2406)
        let address = try address(server)
        let profile = try await lab.scanner().scan(address)
        let connection = SSHConnection(address, acceptNew: true, configuration: lab.configuration)
        let watch = ServerWatch(profile, over: connection, interval: 1) {
            Moment(seconds: Date().timeIntervalSince1970)
        }
        let task = Task { await watch.run() }
        try await readings(of: watch, reach: 4)
        try await server.cut()
        let before = await watch.readings
        let again = try await ScanUserland(root: root, port: 2406)
        defer { again.stop() }
        try await readings(of: watch, reach: before + 4)
        task.cancel()
        await task.value
        let taken = await watch.take()
        #expect(try #require(taken).samples.count { $0 != nil } >= 4)
    }

    /// A plan made from an old scan is wrong where the server changed since; the operator must be able to see where.
    @Test func `a second scan shows what changed`() async throws {
        let lab = try await ScanLab()
        let root = try await lab.debianRoot("bookworm")
        let (fstab, store) = (root + "/etc/fstab", ["--store", lab.folder + "/store.sqlite"])
        try "/dev/vda / ext4 defaults 0 1\n".write(toFile: fstab, atomically: true, encoding: .utf8)
        defer { try? "".write(toFile: fstab, atomically: true, encoding: .utf8) }
        let server = try await ScanUserland(root: root, port: 2407)
        defer { server.stop() }
        let scan = ["scan", "ssh://root@127.0.0.2:2407", "--accept-new", "--ssh-config", lab.configuration] + store
        #expect(try await lab.p2v(scan).status == 0)
        try "/dev/vda / ext4 noatime 0 1\n".write(toFile: fstab, atomically: true, encoding: .utf8)
        #expect(try await lab.p2v(scan).status == 0)
        let name = try await Shell.check(Command("hostname")).trimmingCharacters(in: .newlines)
        let changes = try await lab.p2v(["diff", name] + store)
        #expect(changes.status == Exit.changesPending.rawValue)
        #expect(changes.output.contains("noatime"))
    }

    private func readings(of watch: ServerWatch, reach count: Int) async throws {
        for _ in 0..<300 {
            if await watch.readings >= count { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        Issue.record("the watch had \(await watch.readings) readings, not \(count)")
    }

    /// One tool that hangs must cost its own answer, not the server.
    @Test func `a server whose time is over keeps what it had answered`() async throws {
        let lab = try await ScanLab()
        let root = try await lab.debianRoot("bookworm")
        let hanging = root + "/usr/local/bin/ip"
        try "#!/bin/sh\nsleep 100\n".write(toFile: hanging, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hanging)
        defer { try? FileManager.default.removeItem(atPath: hanging) }
        let server = try await ScanUserland(root: root, port: 2405)
        defer { server.stop() }
        let profile = try await lab.scanner(timeout: 4).scan(address(server))
        #expect(profile.hardware.memoryBytes.value != nil)
        #expect(profile.listeners.reason?.contains("4 s was over") == true)
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
