import Estate
import Foundation
import Lab
import Pool
import PoolContract
import Shell
import Testing

/// The contract of every pool, kept by real hosts: two libvirt daemons, real QEMU, images on real NFS. The guests have
/// an empty disk and stop in their firmware, which is enough to be defined, started, moved and stopped.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct PoolContractFlowTests {
    @Test(.timeLimit(.minutes(3)), arguments: PoolContract.promises) func `the lab's pool keeps its promises`(
        promise: PoolContract.Promise
    ) async throws {
        let lab = try await ContractLab()
        let subject = PoolContract.Subject(
            pool: lab.pool, first: "hosta", second: "hostb", definition: { try await lab.definition($0) },
            // A guest that is moved in its first moments is still being set up by its firmware.
            settle: { try await Task.sleep(for: .seconds(1)) })
        do {
            try await PoolContract.check(promise, on: subject)
        } catch {
            await lab.removeImages()
            throw error
        }
        await lab.removeImages()
    }
}

/// The lab's two hosts, reached over their sockets; among themselves they use their names and TLS.
private actor ContractLab {
    nonisolated let pool: LibvirtPool
    private let lab: Lab
    private let repository: String
    private var images: [String] = []
    private var count = 0

    init() async throws {
        let cache = ProcessInfo.processInfo.environment["P2V_LAB_CACHE"] ?? LabSettings.defaultCache
        lab = Lab(try LabSettings(cache: cache))
        repository = cache + "/state/sr"
        try await lab.up(server: false)
        pool = LibvirtPool(
            configuration: PoolConfiguration(
                name: "lab",
                hosts: ["hosta", "hostb"].map { name in
                    PoolConfiguration.Member(
                        name: name, uri: "qemu+unix:///system?socket=\(cache)/state/\(name)/run/libvirt-sock",
                        peerURI: "qemu+tls://\(name)/system", cpus: 2, memoryMiB: 4096)
                },
                storage: [.init(name: "sr", url: "nfs://nfs1/sr")], network: "br0"))
    }

    func definition(_ name: String) async throws -> MachineDefinition {
        count += 1
        let uuid = UUID().uuidString.lowercased()
        let image = "\(name)-\(uuid).raw"
        images.append(image)
        try await console("qemu-img", "create", "-q", "-f", "raw", "nfs://nfs1/sr/\(image)", "16M")
        return MachineDefinition(
            name: name, uuid: uuid, memoryMiB: 128, vcpus: 1, firmware: .bios,
            disks: [.init(url: "nfs://nfs1/sr/\(image)", format: "raw", bus: .virtio)],
            interfaces: [.init(mac: "52:54:00:63:00:0\(count)", network: "br0", model: .virtio)])
    }

    /// Behind the server's back: no name is used twice, so what the server remembers of it does no harm.
    func removeImages() {
        for image in images { try? FileManager.default.removeItem(atPath: "\(repository)/\(image)") }
    }

    private func console(_ command: String...) async throws {
        let call = try lab.execution(of: command, on: .mgmt, path: "/usr/bin")
        try await Shell.check(Command(call.arguments, environment: call.environment.mapValues { Optional($0) }))
    }
}
