import Estate
import Foundation
import ImageStores
import Operations
import Pool
import PoolContract
import Shell
import Testing

/// The contract of every pool, and the commands that look and move, on the pool of `P2V_CONTRACT_POOL`: anybody's
/// XenServer, XCP-ng or libvirt. It makes VMs called `contract-…` with empty disks of 16 MiB, and touches no others.
///
/// `P2V_CONTRACT_HOSTS` names one or two hosts of it, with a comma between; otherwise the first two that take VMs.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_CONTRACT_POOL"] != nil))
struct OwnPoolFlowTests {
    @Test(.timeLimit(.minutes(10)), arguments: PoolContract.promises) func `your pool keeps its promises`(
        promise: PoolContract.Promise
    ) async throws {
        let own = try await OwnPool()
        let (first, second) = try await own.hosts()
        let subject = PoolContract.Subject(
            pool: own.pool, first: first, second: second, definition: { try await own.definition($0) },
            settle: { try await Task.sleep(for: .seconds(5)) })
        do {
            try await PoolContract.check(promise, on: subject)
        } catch {
            try await own.removeImages()
            throw error
        }
        try await own.removeImages()
    }

    @Test(.timeLimit(.minutes(15))) func `p2v shows your pool, examines it, and moves a VM of its own there and back`()
        async throws
    {
        let own = try await OwnPool()
        let (first, second) = try await own.hosts()
        let store = NSTemporaryDirectory() + "p2v-own-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: store) }
        func p2v(_ words: String...) async throws -> Output {
            let program = ProcessInfo.processInfo.environment["P2V_BIN"] ?? ".build/debug/p2v"
            return try await Shell.run(
                Command([program] + words + ["--pool", own.path, "--store", store + "/store.sqlite"]))
        }
        let shown = try await p2v("pool", "--load")
        #expect(shown.status == 0 && shown.text.contains(first), "\(shown.standardError)")
        let examined = try await p2v("doctor", "--report", store + "/report.json")
        print(examined.text)
        #expect(try String(contentsOfFile: store + "/report.json", encoding: .utf8).contains("p2v-doctor-report/1"))
        let definition = try await own.definition("contract-commands")
        do {
            try await own.pool.define(definition, on: first)
            try await own.pool.start(definition.name, on: first)
            try await Task.sleep(for: .seconds(5))
            for target in first == second ? [] : [second, first] {
                let moved = try await p2v("migrate", definition.name, "--to", target)
                print(moved.text)
                #expect(moved.status == 0, "\(moved.standardError)")
                #expect(try await own.pool.machine(named: definition.name).host == target)
            }
        } catch {
            try await own.remove(definition)
            throw error
        }
        try await own.remove(definition)
    }
}

/// The pool of the environment, with what this run has made on it.
private actor OwnPool {
    nonisolated let path: String
    nonisolated let pool: any Pool
    private var images: [String] = []

    init() async throws {
        path = try #require(ProcessInfo.processInfo.environment["P2V_CONTRACT_POOL"])
        pool = try Workspace(
            storePath: NSTemporaryDirectory() + "p2v-own-pool.sqlite", poolPath: path
        ).openPool()
    }

    func hosts() async throws -> (String, String) {
        let named = (ProcessInfo.processInfo.environment["P2V_CONTRACT_HOSTS"] ?? "").split(separator: ",")
            .map(String.init)
        let free = try await pool.hosts().filter { $0.reachable && !$0.inMaintenance }.map(\.name)
        let chosen = named.isEmpty ? free : named
        let first = try #require(chosen.first, "no host of the pool takes VMs")
        return (first, chosen.dropFirst().first ?? first)
    }

    func definition(_ name: String) async throws -> MachineDefinition {
        let uuid = UUID().uuidString.lowercased()
        let repository = try #require(try await pool.storage().first(where: \.isDefault), "the pool has no default SR")
        let disk: MachineDefinition.Disk
        if let xen = pool as? XenPool {
            let image = try await xen.createImage(name, bytes: 16 << 20, on: repository.name)
            images.append(image)
            let tail = repository.url.hasPrefix("xapi:") ? "" : ".vhd"
            disk = .init(url: "\(repository.url)/\(image)\(tail)", format: "vhd", bus: .virtio)
        } else {
            let image = "\(name)-\(uuid).raw"
            images.append(image)
            let file = try await ImageStores.open(url: repository.url).create(image, bytes: 16 << 20)
            try await file.close()
            disk = .init(url: "\(repository.url)/\(image)", format: "raw", bus: .virtio)
        }
        let network = try Workspace(storePath: "/nonexistent", poolPath: path).poolConfiguration().network
        return MachineDefinition(
            name: name, uuid: uuid, memoryMiB: 256, vcpus: 1, firmware: .bios, disks: [disk],
            interfaces: [
                .init(
                    mac: "52:54:00:63:\(uuid.prefix(2)):\(uuid.dropFirst(2).prefix(2))", network: network,
                    model: .virtio)
            ],
            origin: .init(server: name, plan: "contract.yaml"))
    }

    func remove(_ definition: MachineDefinition) async throws {
        for machine in try await pool.places(ofUUID: definition.uuid) {
            try await pool.powerOff(uuid: definition.uuid, on: machine.host)
            try await pool.undefine(uuid: definition.uuid, on: machine.host)
        }
        try await removeImages()
    }

    /// An image that cannot be removed is named: it is the operator's to remove.
    func removeImages() async throws {
        for image in images {
            do {
                if let xen = pool as? XenPool {
                    try await xen.removeImage(image)
                } else if let repository = try await pool.storage().first(where: \.isDefault) {
                    try await ImageStores.open(url: repository.url).remove(image)
                }
            } catch {
                Issue.record("the image \(image) is left: \(error)")
            }
        }
        images = []
    }
}
