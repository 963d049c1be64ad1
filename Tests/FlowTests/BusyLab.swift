import Estate
import Foundation
@testable import Lab
import Shell

/// The lab with two guests on `hosta` that each keep one core busy and answer pings at 10.77.0.101 and .102.
actor BusyLab {
    private let lab: Lab
    private let folder: String
    private let guests = ["busy1", "busy2"]
    private let modules = [
        "virtio_ring", "virtio", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci", "failover",
        "net_failover",
        "virtio_net", "virtio_blk",
    ]

    static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/p2v"
    nonisolated let poolFile: String

    init() async throws {
        let cache = ProcessInfo.processInfo.environment["P2V_LAB_CACHE"] ?? LabSettings.defaultCache
        lab = Lab(try LabSettings(cache: cache))
        try await lab.up(server: false)
        folder = cache + "/busy"
        poolFile = cache + "/state/pool.yaml"
    }

    func startGuests() async throws {
        await clean()
        let kernel = try await buildInitrd()
        for (index, guest) in guests.enumerated() {
            try await done("qemu-img", "create", "-q", "-f", "raw", "nfs://nfs1/sr/\(guest).raw", "16M")
            let xml = domain(guest, index + 1, kernel)
            try xml.write(toFile: "\(folder)/\(guest).xml", atomically: true, encoding: .utf8)
            try await done("virsh", "-c", try uri("hosta"), "create", "\(folder)/\(guest).xml")
        }
        for index in 1...2 { try await waitForPing(index) }
    }

    /// The host loses power: its daemon, its VMs and its network end at once.
    func powerOff(_ host: String) throws {
        guard let node = Node(rawValue: host), let process = lab.firstProcess(of: node) else {
            throw Failure("kill the host", on: host, because: "it does not run", next: "see `p2v lab status`")
        }
        kill(process.pid, SIGKILL)
    }

    /// The console's network namespace, and the names in it.
    func consoleNetwork() async throws -> (path: String, names: String) {
        guard let process = lab.firstProcess(of: .mgmt) else {
            throw Failure("find the console", on: "mgmt", because: "it does not run", next: "see `p2v lab status`")
        }
        return ("/proc/\(process.pid)/ns/net", try await console("cat", "/etc/hosts").text)
    }

    func waitForPing(_ index: Int) async throws {
        for _ in 0..<90 {
            if try await console("ping", "-c", "1", "-W", "1", "-q", "10.77.0.10\(index)").status == 0 { return }
            try await Task.sleep(for: .seconds(1))
        }
        throw Failure("start a guest", on: guests[index - 1], because: "it answers no ping", next: "see its console")
    }

    func clean() async {
        for guest in guests {
            for host in ["hosta", "hostb"] {
                guard let uri = try? uri(host) else { continue }
                // A migration leaves a definition behind, which would stand in the next guest's way.
                for verb in ["destroy", "undefine"] { _ = try? await console("virsh", "-c", uri, verb, guest) }
            }
        }
        // A test that failed half way may have left hostb closed.
        _ = try? await p2v("return", "hostb", "--window", "1")
        try? FileManager.default.removeItem(atPath: folder)
    }

    func p2v(_ arguments: String...) async throws -> Output { try await p2v(arguments) }

    /// - Parameter moment: seconds after which the program is killed, if it still runs.
    func p2v(_ arguments: [String], killedAfter moment: Double? = nil) async throws -> Output {
        let killer = moment.map { ["timeout", "-s", "KILL", "\($0)"] } ?? []
        return try await console(killer + [Self.program] + arguments)
    }

    /// The same, ended with signal 9 before its n-th sync; with nil it says how many it makes.
    func p2v(_ arguments: [String], killedBeforeSync number: Int?) async throws -> (output: Output, syncs: Int?) {
        let (shim, count) = (folder + "/shim.so", folder + "/syncs")
        if !FileManager.default.fileExists(atPath: shim) {
            let source = FileManager.default.currentDirectoryPath + "/Tests/Benchmarks/kill-before-sync.c"
            let compiler = #"exec "$(command -v cc || command -v clang)" -shared -fPIC -o "$0" "$1" -ldl"#
            try await Shell.check(Command(["bash", "-c", compiler, shim, source]))
        }
        try? FileManager.default.removeItem(atPath: count)
        let settings = ["LD_PRELOAD=" + shim, "KILL_COUNT=" + count] + (number.map { ["KILL_AT=\($0)"] } ?? [])
        let output = try await console(["env"] + settings + [Self.program] + arguments)
        let told = try? String(contentsOfFile: count, encoding: .utf8)
        return (output, told.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
    }

    /// The host that was powered off is there again, without VMs.
    func powerOn() async throws { try await lab.up(server: false) }

    /// The same as a user with a home folder of his own.
    func p2v(_ arguments: [String], home: String) async throws -> Output {
        return try await console(["env", "-u", "P2V_STORE", "HOME=\(home)", Self.program] + arguments)
    }

    nonisolated func home(of user: String) throws -> String {
        let home = "\(folder)/\(user)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        return home
    }

    nonisolated func store(of user: String) -> [String] { ["--store", "\(folder)/\(user)/p2v.sqlite"] }

    /// Hosts that run the guest.
    func hosts(of guest: String) async throws -> [String] {
        var hosts: [String] = []
        for host in ["hosta", "hostb"] {
            let list = try await console("timeout", "5", "virsh", "-c", try uri(host), "list", "--name")
            if list.text.split(separator: "\n").contains(Substring(guest)) { hosts.append(host) }
        }
        return hosts
    }

    /// A store of its own, and a policy without memory that holds `busy1`.
    func nightFiles(_ round: Int) throws -> (store: String, policy: String) {
        let policy = """
            format: p2v-balance-policy/1
            coolDownMinutes: 0
            noReturnHours: 0
            rules:
              - {name: stays, kind: pinned, machines: [busy1]}
            """
        try policy.write(toFile: "\(folder)/policy.yaml", atomically: true, encoding: .utf8)
        return ("\(folder)/night-\(round).sqlite", "\(folder)/policy.yaml")
    }

    /// The host's daemon answers nobody any more; its VMs live on.
    func silence(_ host: String) async throws { try signal(SIGSTOP, libvirtd: host) }

    func restart(_ host: String) async { try? signal(SIGCONT, libvirtd: host) }

    private func signal(_ number: Int32, libvirtd host: String) throws {
        let network = Node(rawValue: host).flatMap { lab.firstProcess(of: $0)?.network }
        let daemons = ProcessTable.read().processes.filter { $0.name == "libvirtd" && $0.network == network }
        guard !daemons.isEmpty else {
            throw Failure("signal libvirtd", on: host, because: "it does not run", next: "see `p2v lab status`")
        }
        for daemon in daemons { kill(daemon.pid, number) }
    }

    /// Hosts of both guests, sorted.
    func places() async throws -> [String] {
        var places: [String] = []
        for host in ["hosta", "hostb"] {
            let list = try await console("virsh", "-c", try uri(host), "list", "--name")
            places += list.text.split(separator: "\n").filter { guests.contains(String($0)) }.map { _ in host }
        }
        return places.sorted()
    }

    /// Share of pings answered, 20 a second.
    nonisolated func ping(_ index: Int, seconds: Int) async throws -> Double {
        let output = try await console("ping", "-q", "-i", "0.05", "-w", "\(seconds)", "10.77.0.10\(index)")
        let words = output.text.split(whereSeparator: { " ,\n".contains($0) })
        guard let sent = words.firstIndex(of: "packets"),
            let received = words.firstIndex(where: { $0.hasPrefix("received") }),
            let all = Double(words[sent - 1]), let back = Double(words[received - 1]), all > 0
        else { throw Failure("ping", on: "guest \(index)", because: output.text, next: "see the guest's console") }
        return back / all
    }

    // MARK: Parts

    private func uri(_ host: String) throws -> String {
        let lines = try String(contentsOfFile: lab.poolFile, encoding: .utf8).split(separator: "\n")
        let word = lines.compactMap { line in line.split(separator: " ").first { $0.contains("://\(host)/") } }.first
        guard let word else {
            throw Failure("find the host's URI", on: host, because: "not in the pool file", next: "")
        }
        return word.trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))
    }

    nonisolated func console(_ words: String...) async throws -> Output { try await console(words) }

    private nonisolated func console(_ words: [String]) async throws -> Output {
        let call = try lab.execution(of: words, on: .mgmt, path: "/usr/bin")
        return try await Shell.run(Command(call.arguments, environment: call.environment.mapValues { $0 }))
    }

    private func done(_ words: String...) async throws {
        let output = try await console(words)
        guard output.status == 0 else {
            throw Failure(words[0], on: words.last ?? "", because: output.standardError, next: "see the lab's logs")
        }
    }

    /// A kernel of this machine, and an initramfs of busybox and its virtio modules.
    private func buildInitrd() async throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: "/boot").filter { $0.hasPrefix("vmlinuz-") }
        guard let kernel = names.sorted().last else {
            throw Failure(
                "build a guest", on: "/boot", because: "no kernel is there", next: "install linux-image-amd64")
        }
        let version = String(kernel.dropFirst("vmlinuz-".count))
        let script = """
            set -euo pipefail; rm -rf "$0"; mkdir -p "$0/root/bin" "$0/root/m" "$0/root/proc" "$0/root/sys" "$0/root/dev"
            cd "$0/root"; cp /bin/busybox bin/; for a in sh insmod ip mount sleep sed dd; do ln -s busybox bin/$a; done
            for m in \(modules.joined(separator: " ")); do
            f=$(find "/lib/modules/$1" -name "$m.ko"); [ "$f" ] || { echo "no module $m for kernel $1" >&2; exit 1; }
            cp $f m/; done
            printf '%s' "$2" > init; chmod +x init
            find . | cpio -o -H newc --quiet | gzip > ../initrd.gz
            """
        try await Shell.check(Command(["bash", "-c", script, folder, version, initScript]))
        return "/boot/\(kernel)"
    }

    private var initScript: String {
        """
        #!/bin/sh
        export PATH=/bin
        mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
        for m in \(modules.joined(separator: " ")); do insmod /m/$m.ko; done
        address=$(sed -n 's/.*address=\\([^ ]*\\).*/\\1/p' /proc/cmdline)
        while [ ! -e /sys/class/net/eth0 ]; do sleep 0.1; done
        ip addr add $address dev eth0; ip link set eth0 up
        (while :; do echo $address | dd of=/dev/vda bs=512 count=1 conv=sync,fsync 2>/dev/null; sleep 1; done) &
        while :; do :; done

        """
    }

    private func domain(_ name: String, _ index: Int, _ kernel: String) -> String {
        """
        <domain type='qemu'><name>\(name)</name><memory unit='MiB'>192</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='q35'>hvm</type><kernel>\(kernel)</kernel><initrd>\(folder)/initrd.gz</initrd>
        <cmdline>console=ttyS0 quiet address=10.77.0.10\(index)/24</cmdline></os>
        <cpu mode='custom' match='exact'><model>qemu64</model></cpu><features><acpi/></features>
        <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
        <disk type='network' device='disk'><driver name='qemu' type='raw' cache='none'/>
        <source protocol='nfs' name='/sr/\(name).raw'><host name='nfs1'/><identity user='0' group='0'/></source>
        <target dev='vda' bus='virtio'/></disk>
        <interface type='bridge'><source bridge='br0'/><mac address='52:54:00:77:00:0\(index)'/>
        <model type='virtio'/></interface><memballoon model='virtio'/></devices></domain>
        """
    }
}
