internal import Estate
internal import XenAPI

/// How one machine gets to another host: inside the pool where its storage is attached there, across SRs otherwise.
struct XenWay: Sendable {
    var method: String
    var parameters: [JSONValue]
    var memoryBytes: UInt64
    /// Images that travel along.
    var moved: Int
}

extension XenPool {
    func way(of request: MigrationRequest) async throws -> XenWay {
        let attempt = "migrate the machine"
        let tables = try await tables(Self.machineKinds + [.network], to: attempt)
        guard let target = tables.host(named: request.to) else { throw noHost(request.to, tables) }
        let vm = try vm(request.machine, on: request.from, tables, to: attempt)
        let memory = UInt64(clamping: vm.int("memory_static_max"))
        let stranded = tables.disks(of: vm).compactMap { tables.record(.VDI, $0.ref("VDI")) }
            .filter { !tables.isAttached($0.ref("SR"), to: target) }
        if stranded.isEmpty {
            let parameters: [JSONValue] = [.string(vm.ref), .string(target.ref), ["live": "true"]]
            return XenWay(method: "VM.pool_migrate", parameters: parameters, memoryBytes: memory, moved: 0)
        }
        return try await across(vm, target, stranded, tables, request)
    }

    private func across(
        _ vm: XenRecord, _ target: XenRecord, _ images: [XenRecord], _ tables: XenTables, _ request: MigrationRequest
    ) async throws -> XenWay {
        let attempt = "migrate the machine"
        let attached = tables.records(.SR).filter { tables.isAttached($0.ref, to: target) && $0.text("type") != "iso" }
        let chosen = attached.first { $0.ref == tables.pool?.ref("default_SR") } ?? attached.first { $0.flag("shared") }
        guard let sr = chosen,
            let network = tables.interfaces(of: vm).first?.ref("network")
                ?? tables.records(.network).first?.ref
        else {
            throw XenError.api(code: "VM_REQUIRES_SR", parameters: [vm.ref]).failure(attempt, on: request.machine)
        }
        let ticket = try await call(
            "host.migrate_receive", [.string(target.ref), .string(network), [:]], to: attempt, on: request.to)
        let disks = JSONValue(map: Dictionary(images.map { ($0.ref, sr.ref) }) { first, _ in first })
        let parameters: [JSONValue] = [.string(vm.ref), ticket, true, disks, [:], [:]]
        try await call("VM.assert_can_migrate", parameters, to: "check the migration", on: request.machine)
        return XenWay(
            method: "VM.migrate_send", parameters: parameters,
            memoryBytes: UInt64(clamping: vm.int("memory_static_max")),
            moved: images.count)
    }
}

extension XenTables {
    func isAttached(_ sr: String?, to host: XenRecord) -> Bool {
        guard let sr = record(.SR, sr) else { return false }
        return sr["PBDs"].texts.compactMap { record(.PBD, $0) }
            .contains { $0.ref("host") == host.ref && $0.flag("currently_attached") }
    }
}
