import Estate
import Foundation
import Pool
import PoolContract
import Shell
import Testing

/// The contract of every pool on two real Xen hosts inside QEMU's emulation: minutes. The guests are PVH, boot a kernel
/// and answer DNS; without disks, the promises about images say nothing here.
///
/// The hosts are on a network of their own: `p2v lab up --xen`, then the tests by `ip netns exec p2v-xen`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB_XEN"] != nil))
struct XenLabFlowTests {
    private static let withoutDisks = PoolContract.promises.filter { !$0.sentence.contains(" image") }

    @Test(.timeLimit(.minutes(10)), arguments: withoutDisks) func `two real Xen hosts keep the pool's promises`(
        promise: PoolContract.Promise
    ) async throws {
        let subject = PoolContract.Subject(
            pool: Self.pool, first: "xena", second: "xenb", definition: { Self.definition($0) },
            settle: { try await Task.sleep(for: .seconds(20)) })
        try await PoolContract.check(promise, on: subject)
    }

    // The reference shop's experiment: a name server moves while it is asked, and nobody is left without an answer for long.
    @Test(.timeLimit(.minutes(15)))
    func `a DNS guest moves there and back under probes, and its host is emptied and filled`() async throws {
        let definition = Self.definition("dns01")
        let address = "10.78.0.\(Self.number("dns01"))"
        try await Self.pool.define(definition, on: "xena")
        try await Self.pool.start("dns01", on: "xena")
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["P2V_LAB_CACHE"] ?? "/var/cache/p2v-lab"
        let program = environment["P2V_BIN"] ?? FileManager.default.currentDirectoryPath + "/.build/debug/p2v"
        let p2v = { (words: [String]) in
            try await Shell.run(Command([program] + words + ["--pool", cache + "/xen/pool.yaml"]))
        }
        let store = NSTemporaryDirectory() + "p2v-xen-\(UUID().uuidString.prefix(8)).sqlite"
        try await Waiting.until("the guest answers", seconds: 240) {
            try await Shell.run(Command("ping", "-c", "1", "-W", "1", "-q", address)).status == 0
        }
        for target in ["xenb", "xena"] {
            let probes = ["ping:\(address)", "dns:\(address)/dns01.lab.test", "resolver:\(address)/dns01.lab.test"]
            let moved = try await p2v(
                ["migrate", "dns01", "--to", target, "--no-tls", "--rate", "50"] + probes.flatMap { ["--probe", $0] })
            print(moved.text)
            #expect(moved.status == 0, "\(moved.standardError)")
            #expect(try await Self.pool.machine(named: "dns01").host == target)
        }
        let evacuated = try await p2v(["evacuate", "xena", "--window", "2", "--store", store])
        #expect(evacuated.status == 0, "\(evacuated.text) \(evacuated.standardError)")
        #expect(try await Self.pool.machine(named: "dns01").host == "xenb")
        let returned = try await p2v(["return", "xena", "--window", "2", "--store", store])
        #expect(returned.status == 0, "\(returned.text) \(returned.standardError)")
        #expect(try await Self.pool.machine(named: "dns01").host == "xena")
        try await Self.pool.powerOff("dns01", on: "xena")
        for host in ["xena", "xenb"] { try await Self.pool.undefine("dns01", on: host) }
    }

    private static let pool = LibvirtPool(
        configuration: PoolConfiguration(
            name: "xen-lab",
            hosts: [("xena", "10.78.0.11"), ("xenb", "10.78.0.12")].map { name, address in
                PoolConfiguration.Member(name: name, uri: "xen+tcp://\(address)/system", cpus: 1, memoryMiB: 800)
            }, storage: [], network: "xenbr0"))

    private static func number(_ name: String) -> Int { 100 + Int(name.utf8.reduce(0) { ($0 * 31 + UInt32($1)) % 97 }) }

    private static func definition(_ name: String) -> MachineDefinition {
        let number = number(name)
        return MachineDefinition(
            name: name, uuid: UUID().uuidString.lowercased(), memoryMiB: 128, vcpus: 1, firmware: .bios, disks: [],
            interfaces: [.init(mac: "00:16:3e:78:01:\(String(number, radix: 16))", network: "xenbr0", model: .virtio)],
            kernel: .init(
                image: "/guest/kernel", initrd: "/guest/initrd",
                commandLine: "console=hvc0 quiet mitigations=off p2v.name=\(name) p2v.address=10.78.0.\(number)"))
    }
}
