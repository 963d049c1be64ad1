import Estate
import Foundation
import Shell
import Testing

/// An emulated machine with one disk, started from boot media that were built for it.
struct MediaMachine: Sendable {
    enum Firmware: String, CaseIterable, Sendable { case bios, uefi }

    private let folder: URL
    private let firmware: Firmware
    private let port = Int.random(in: 20000..<30000)

    init(_ firmware: Firmware) async throws {
        self.firmware = firmware
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-media-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data((0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 / 512 &* 31 &+ $0) }).write(to: url("disk.img"))
        try await Shell.check(Command(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path("key")]))
        try await Shell.check(Command([p2v, "boot-media", "-o", path("m.iso"), "--key", path("key.pub")]))
        try replace(
            "Include ~/.ssh/config", by: "    IdentityFile \(path("key"))\n    IdentitiesOnly yes",
            in: "m.iso.ssh_config")
    }

    func whileRunning(_ body: @Sendable @escaping () async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { _ = try await Shell.run(Command(arguments)) }
            try await body()
            group.cancelAll()
        }
    }

    func waitUntilReady() async throws {
        while !console.contains("p2v: ready") { try await Task.sleep(for: .seconds(1)) }
    }

    /// The console shows the key that the files for ssh expect, so that a person can compare.
    func expectKnownHostKey() async throws {
        let key = try await Shell.check(Command(["ssh-keygen", "-lf", path("m.iso.known_hosts")]))
        let shown = console.split(whereSeparator: \.isNewline).first { $0.contains("Host key: ") }
        let fingerprint = try #require(shown?.split(separator: " ").last { $0.hasPrefix("SHA256:") })
        #expect(key.contains(fingerprint.filter { !$0.isWhitespace }))
    }

    func copyDisk() async throws {
        try await Shell.check(
            Command([
                p2v, "copy", "--whole", "--ssh-config", path("m.iso.ssh_config"),
                "ssh://root@127.0.0.1:\(port)/dev/sda", path("copy.raw"),
            ]))
    }

    func onMachine(_ line: String) async throws -> Output {
        try await Shell.run(
            Command([
                "ssh", "-F", path("m.iso.ssh_config"), "-p", String(port), "-o", "BatchMode=yes", "root@127.0.0.1",
                line,
            ]))
    }

    func takeKnownHosts(of other: MediaMachine) throws {
        let file = "m.iso.known_hosts"
        try Data(contentsOf: other.url(file)).write(to: url(file))
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    // MARK: The machine

    private var arguments: [String] {
        let code = "/usr/share/OVMF/OVMF_CODE_4M.fd"
        let flash = ["-drive", "if=pflash,format=raw,unit=0,readonly=on,file=\(code)"]
        return [
            "qemu-system-x86_64", "-accel", "tcg", "-machine", "q35", "-cpu", "max", "-m", "512", "-display", "none",
            "-no-reboot", "-serial", "file:\(path("console"))", "-cdrom", path("m.iso"), "-boot", "d",
            "-drive", "if=none,id=d,format=raw,file=\(path("disk.img"))", "-device", "ich9-ahci,id=a",
            "-device", "ide-hd,drive=d,bus=a.0", "-netdev", "user,id=n,hostfwd=tcp:127.0.0.1:\(port)-:22",
            "-device", "e1000,netdev=n",
        ] + (firmware == .uefi ? flash : [])
    }

    private var console: String {
        (try? Data(contentsOf: url("console"))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private var p2v: String { ProcessInfo.processInfo.environment["P2V_BIN"] ?? "p2v" }

    private func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
    private func path(_ name: String) -> String { url(name).path }

    private func replace(_ old: String, by new: String, in name: String) throws {
        let text = try String(contentsOf: url(name), encoding: .utf8)
        try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: url(name))
    }
}
