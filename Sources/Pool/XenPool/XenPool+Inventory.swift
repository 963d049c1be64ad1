package import Estate
internal import XenAPI

extension XenPool {
    static let machineKinds: [XenTables.Kind] = [.pool, .host, .VM, .SR, .PBD, .VDI, .VBD, .VIF]

    var urls: XenURLs { XenURLs(configuration) }

    package func hosts() async throws -> [Host] {
        await inventory(try await tables([.pool, .host, .hostMetrics], to: "list the hosts"))
    }

    package func hostNames() async throws -> [String] {
        try await tables([.pool, .host], to: "list the hosts").hosts.map(\.name)
    }

    package func machines() async throws -> [Machine] {
        try await tables(Self.machineKinds, to: "list the machines").machines(urls)
    }

    /// Shared SRs for disks.
    package func storage() async throws -> [StorageRepository] {
        let tables = try await tables([.pool, .SR, .PBD], to: "list the storage")
        let chosen = configuration.storage.first { $0.isDefault == true }?.name
        return tables.records(.SR).filter { XenPool.holdsDisks($0) }.map { sr in
            tables.repository(
                sr, urls, isDefault: chosen.map { $0 == sr.label } ?? (sr.ref == tables.pool?.ref("default_SR")))
        }.sorted { $0.name < $1.name }
    }

    static func holdsDisks(_ sr: XenRecord) -> Bool {
        sr.flag("shared") && !["iso", "udev", "tmpfs"].contains(sr.text("type")) && sr.text("content_type") != "iso"
    }

    /// Hosts that XAPI counts as dead, each with the reason. Their records say so: no host is asked for its memory.
    package func silences() async -> [Failure] {
        let hosts: [Host]
        do {
            hosts = try await tables([.pool, .host, .hostMetrics], to: "list the hosts").inventory()
        } catch {
            return [
                error as? Failure
                    ?? Failure("list the hosts", on: name, because: "\(error)", next: "see the coordinator's console")
            ]
        }
        return hosts.filter { !$0.reachable }.map { host in
            Failure(
                "reach the host", on: host.name, because: host.because ?? "the coordinator does not hear of it",
                next: "look at its console; its machines are not started elsewhere before it is declared dead")
        }
    }
}

extension XenTables {
    /// An SR that no host has plugged tells no sizes, or those of when it had.
    func repository(_ sr: XenRecord, _ urls: XenURLs, isDefault: Bool) -> StorageRepository {
        var repository = StorageRepository(
            name: sr.label, url: urls.url(ofRepository: sr, self), totalBytes: 0, freeBytes: 0, isDefault: isDefault)
        // Files of VHD grow; XAPI's logical volumes are as large as their disks.
        repository.thin = ["nfs", "ext", "smb"].contains(sr.text("type"))
        guard let total = sr["physical_size"].int, let used = sr["physical_utilisation"].int, total > 0, used >= 0
        else {
            repository.because = "XAPI does not say its size"
            return repository
        }
        repository.totalBytes = UInt64(total)
        repository.freeBytes = total > used ? UInt64(total - used) : 0
        return repository
    }
}
