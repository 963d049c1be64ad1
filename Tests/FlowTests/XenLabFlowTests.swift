import Estate
import Foundation
import Pool
import PoolContract
import Testing

/// The contract of every pool on two real Xen hosts inside QEMU's emulation: minutes. The guests are PVH, boot a kernel
/// and answer DNS; without disks, the two promises about shared images say nothing here.
///
/// The hosts are on a network of their own: `p2v lab up --xen`, then the tests by `ip netns exec p2v-xen`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB_XEN"] != nil))
struct XenLabFlowTests {
    private static let withoutDisks = PoolContract.promises.filter { !$0.sentence.contains("an image ") }

    @Test(.timeLimit(.minutes(10)), arguments: withoutDisks) func `two real Xen hosts keep the pool's promises`(
        promise: PoolContract.Promise
    ) async throws {
        let pool = LibvirtPool(
            configuration: PoolConfiguration(
                name: "xen-lab",
                hosts: [("xena", "10.78.0.11"), ("xenb", "10.78.0.12")].map { name, address in
                    PoolConfiguration.Member(
                        name: name, uri: "xen+tcp://\(address)/system", cpus: 1, memoryMiB: 800)
                }, storage: [], network: "xenbr0"))
        let subject = PoolContract.Subject(
            pool: pool, first: "xena", second: "xenb", definition: { Self.definition($0) },
            settle: { try await Task.sleep(for: .seconds(20)) })
        try await PoolContract.check(promise, on: subject)
    }

    private static func definition(_ name: String) -> MachineDefinition {
        let number = 100 + Int(name.utf8.reduce(0) { ($0 * 31 + UInt32($1)) % 97 })
        return MachineDefinition(
            name: name, uuid: UUID().uuidString.lowercased(), memoryMiB: 128, vcpus: 1, firmware: .bios, disks: [],
            interfaces: [.init(mac: "00:16:3e:78:01:\(String(number, radix: 16))", network: "xenbr0", model: .virtio)],
            kernel: .init(
                image: "/guest/kernel", initrd: "/guest/initrd",
                commandLine: "console=hvc0 quiet mitigations=off p2v.name=\(name) p2v.address=10.78.0.\(number)"))
    }
}
