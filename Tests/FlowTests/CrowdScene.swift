import ConversionDoubles
import DiskCopying
import Estate
import Foundation
import ImageStores
import Pool
import Shell
import SourceControl
import TestSupport
import Testing

@testable import Converter
@testable import Operations

/// Servers in namespaces of this machine, each with an sshd, an address and a disk of noise, behind one link of so many
/// megabits a second that all of them share.
final class CrowdScene: Sendable {
    let copies: CopyScene
    let names: [String]
    /// Bytes of each disk.
    let bytes: UInt64
    let megabits: Int
    private let sshds: [String: Process]

    var folder: String { copies.folder }

    init(count: Int, mebibytes: Int, megabits: Int) async throws {
        copies = try await CopyScene(mebibytes: 4)
        names = (1...count).map { "s\($0)" }
        bytes = UInt64(mebibytes) << 20
        self.megabits = megabits
        try await copies.sh(Self.build, copies.folder, String(count), String(mebibytes), String(megabits))
        var sshds: [String: Process] = [:]
        for name in names {
            sshds[name] = try await copies.start(
                [
                    "ip", "netns", "exec", "p2vcrowd-\(name)", "/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-o",
                    "HostKey=\(copies.folder)/host-\(name)", "-o", "StrictModes=no", "-o", "UsePAM=no", "-o",
                    "AuthorizedKeysFile=\(copies.folder)/user.pub", "-o", "PidFile=none",
                ], log: "\(copies.folder)/sshd-\(name).log")
        }
        self.sshds = sshds
        for name in names {
            try await Waiting.until("sshd of \(name) answers") {
                try await Shell.run(try connection(name).command("true")).status == 0
            }
        }
    }

    func end() async {
        for process in sshds.values { process.terminate() }
        _ = try? await Shell.run(Command(["bash", "-c", Self.clean, folder]))
    }

    func connection(_ name: String) throws -> SSHConnection {
        SSHConnection(try SSHAddress("ssh://root@\(address(name))"), configuration: folder + "/config")
    }

    private func address(_ name: String) -> String { "10.202.0.\(name.dropFirst())" }

    func device(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/loop-\(name)", encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    /// All processes of the server end, as in a crash; nothing answers there any more.
    func crash(_ name: String) async throws {
        try await copies.sh(
            "ip netns pids \"$0\" | xargs -r kill -9; ip -n \"$0\" link set eth0 down", "p2vcrowd-\(name)")
    }

    /// Its host key is another one than p2v knows.
    func changeHostKey(of name: String) async throws {
        try await copies.sh(
            "ssh-keygen -q -t ed25519 -N '' -f \"$0/other\"; sed -i \"/^$1 /d\" \"$0/known\"; "
                + "echo \"$1 $(cut -d' ' -f1,2 \"$0/other.pub\")\" >> \"$0/known\"", folder, address(name))
    }

    /// What came over the link so far.
    func received() throws -> UInt64 {
        let text = try String(contentsOfFile: "/sys/class/net/p2vcrowd0/statistics/rx_bytes", encoding: .utf8)
        return UInt64(text.trimmingCharacters(in: .newlines)) ?? 0
    }

    /// Bytes a second over the link, for so long.
    func rate(over seconds: Double) async throws -> Double {
        let (began, before) = (ContinuousClock.now, try received())
        try await Task.sleep(for: .seconds(seconds))
        return Double(try received() - before) / ((ContinuousClock.now - began) / .seconds(1))
    }

    /// Whether the image equals the server's disk.
    func equals(_ name: String) async throws -> Bool {
        try await Shell.run(
            Command("cmp", "-s", "\(folder)/disk-\(name)", "\(folder)/images/\(name).raw")
        ).status == 0
    }

    // MARK: The run

    /// Converts all of them at once: real disks over real ssh to real files; the VMs are simulated.
    ///
    /// - Parameters:
    ///   - stores: folders of images of servers that have another one than the rest.
    func convert(limiter: RateLimiter? = nil, stores: [String: String] = [:]) async throws -> PlanOutcome {
        let servers = try names.map { try server($0) }
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1, servers: servers,
            leftOut: [])
        var options = ConversionOptions(keepSource: true, bootSeconds: 30)
        options.rehearses = false
        var request = Convert.Request(plan: plan, planName: "plan.yaml", options: options)
        request.parallel = names.count
        let workspace = Workspace(storePath: folder + "/p2v.sqlite", poolPath: folder + "/pool.yaml")
        let pool = SimulatedPool(hosts: [Fixture.host("hosta", memoryMiB: 65_536, cpus: 64)])
        let kit = ConversionKit(
            journal: try workspace.openStore(), profiles: { [] }, pastRuns: { [] },
            make: { [self] server, options, gate, report in
                Conversion(
                    server: server, plan: "plan.yaml", profile: .test(server.server, uuid: Self.uuid(server.server)),
                    pool: pool,
                    images: try await ImageStores.open(url: "file://" + (stores[server.server] ?? folder + "/images")),
                    source: SSHSourceServer(
                        try connection(server.server), now: { MonotonicSeconds.now },
                        sleep: { try await Task.sleep(for: .seconds($0)) }), options: options,
                    tools: try tools(server.server, limiter), gate: gate, report: report)
            }, folder: folder)
        return try await PlanRun(
            request: request, kit: kit, workspace: workspace, shield: { await $0() }, report: { _ in { _ in } },
            events: { _ in }
        ).perform(servers)
    }

    private static func uuid(_ name: String) -> String {
        "70327600-0000-4000-8000-" + String(repeating: "0", count: 12 - name.dropFirst().count) + name.dropFirst()
    }

    private func server(_ name: String) throws -> PlannedServer {
        let number = Int(name.dropFirst()) ?? 0
        var server = PlannedServer(
            server: name, address: "ssh://root@\(address(name))", host: "hosta", storage: "sr", vcpus: 1,
            memoryMiB: 512, firmware: .bios,
            disks: [
                PlannedDisk(
                    device: try device(name), bytes: bytes, serial: nil, image: "\(name).raw", format: "raw")
            ],
            interfaces: [
                PlannedInterface(
                    name: "eth0", mac: "52:54:00:00:02:" + String(0x100 + number, radix: 16).suffix(2), network: "br0")
            ],
            cutOver: CutOver(quiesce: ["true"], resume: ["true"], powerOffSource: false), proof: [], reasons: [])
        server.guest = .untouched
        return server
    }

    private func tools(_ name: String, _ limiter: RateLimiter?) throws -> ConversionTools {
        var tools = ConversionTools.real(
            try connection(name), profile: .test(name, uuid: nil), memoryMiB: 512,
            consoleFile: folder + "/\(name).console", report: { _ in }, tell: { _ in })
        let connection = try connection(name)
        tools.openDisk = { device in
            // A server that is gone is waited for 15 s here, not for ten minutes.
            let (disk, reason) = try await DiskAddress.source(
                on: connection, device: device, options: SourceOptions(patience: 15), way: WayPatience(limit: 15))
            return (limiter.map { LimitedSource(disk, limiter: $0) } ?? disk, reason)
        }
        return tools
    }

    // MARK: Namespaces

    private static let clean = """
        for loop in "$0"/loop-*; do [ -e "$loop" ] && losetup -d "$(cat "$loop")"; done
        ip link del p2vcrowd0 2>/dev/null
        for space in $(ip netns list | cut -d' ' -f1 | grep '^p2vcrowd-'); do
            ip netns pids "$space" | xargs -r kill -9
            ip netns del "$space"
        done
        """

    private static let build = """
        mkdir -p "$0/images" /run/sshd
        ssh-keygen -q -t ed25519 -N '' -f "$0/user"
        ip netns add p2vcrowd-switch
        ip -n p2vcrowd-switch link add room type bridge
        ip -n p2vcrowd-switch link set room up
        ip link add p2vcrowd0 type veth peer name uplink netns p2vcrowd-switch
        ip addr add 10.202.0.254/24 dev p2vcrowd0
        ip link set p2vcrowd0 up
        ip -n p2vcrowd-switch link set uplink master room up
        tc -n p2vcrowd-switch qdisc add dev uplink root tbf rate "$3mbit" burst 256kb latency 200ms
        for n in $(seq "$1"); do
            ip netns add "p2vcrowd-s$n"
            ip -n p2vcrowd-switch link add "port$n" type veth peer name eth0 netns "p2vcrowd-s$n"
            ip -n p2vcrowd-switch link set "port$n" master room up
            ip -n "p2vcrowd-s$n" link set lo up
            ip -n "p2vcrowd-s$n" addr add "10.202.0.$n/24" dev eth0
            ip -n "p2vcrowd-s$n" link set eth0 up
            dd if=/dev/urandom of="$0/disk-s$n" bs=1M count="$2" status=none
            losetup -f --show "$0/disk-s$n" > "$0/loop-s$n"
            ssh-keygen -q -t ed25519 -N '' -f "$0/host-s$n"
            echo "10.202.0.$n $(cut -d' ' -f1,2 "$0/host-s$n.pub")" >> "$0/known"
        done
        cat > "$0/config" <<CONF
        Host 10.202.0.*
          IdentityFile $0/user
          IdentitiesOnly yes
          UserKnownHostsFile $0/known
          Compression no
        CONF
        """
}
