internal import Estate
internal import Foundation
internal import Pool
internal import PoolContract
internal import Testing
internal import XenAPI
internal import XenAPIDouble

/// The contract of every pool, kept by XAPI's double. A promise that is broken here is broken on every XenServer.
@Suite(.serialized) struct XenPoolContractTests {
    @Test(arguments: [false, true]) func `the XAPI double's pool keeps its promises`(keepsRecords: Bool) async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool(keepsRecords: keepsRecords)
            for promise in PoolContract.promises {
                let subject = PoolContract.Subject(pool: pool, first: "xs1", second: "xs2") { name in
                    try await double.definition(name, pool)
                }
                do {
                    try await PoolContract.check(promise, on: subject)
                } catch {
                    Issue.record("\(promise): \(error)")
                }
            }
        }
    }
}

extension XenAPIDouble {
    func client(
        password: String = XenAPIDouble.password, pins: any Pins = PassingPins(), patience: XenPatience = XenPatience()
    ) -> XenClient {
        XenClient(
            addresses: [address], login: .init(user: XenAPIDouble.user) { password },
            exchange: CurlExchange(pins: pins, sha256: SHA256.digest), patience: patience, acceptsNew: true)
    }

    func pool(_ client: XenClient? = nil, keepsRecords: Bool = false) -> XenPool {
        XenPool(
            configuration: PoolConfiguration(name: "double", hosts: [], storage: [], network: "xenbr0"),
            client: client ?? self.client(), keepsRecords: keepsRecords, now: { Int64(Date().timeIntervalSince1970) })
    }

    /// A machine with an empty image of its own.
    func definition(_ name: String, _ pool: XenPool, memoryMiB: Int = 512) async throws -> MachineDefinition {
        let image = try await pool.createImage(name, bytes: 16 << 20, on: "NFS virtual disk storage")
        let url = try #require(try await pool.storage().first?.url)
        // By the image's own UUID, so that no two machines have one.
        let tail = image.prefix(4)
        let mac = "52:54:00:63:\(tail.prefix(2)):\(tail.suffix(2))".lowercased()
        return MachineDefinition(
            name: name, uuid: UUID().uuidString.lowercased(), memoryMiB: memoryMiB, vcpus: 1, firmware: .bios,
            disks: [.init(url: "\(url)/\(image).vhd", format: "vhd", bus: .virtio)],
            interfaces: [.init(mac: mac, network: "xenbr0", model: .virtio)],
            origin: .init(server: name, plan: "plan.yaml"))
    }

    /// What the double has counted so far.
    func count(_ name: String) async throws -> Int {
        let exchange = CurlExchange(pins: PassingPins(), sha256: SHA256.digest)
        let answer = try await exchange.send(HTTPRequest(address: address, path: "/double/counters"))
        let counters = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return counters?[name] as? Int ?? 0
    }

    /// Asks for a fault; see the double's own help.
    func fault(_ order: String) async throws {
        let exchange = CurlExchange(pins: PassingPins(), sha256: SHA256.digest)
        let answer = try await exchange.send(
            HTTPRequest(address: address, path: "/double/fault", body: .json(Array(order.utf8))))
        #expect(answer.status == 200)
    }
}
