internal import Estate
internal import XenAPI

/// A definition's images and networks among a XAPI pool's records; pure.
struct XenDefinition {
    var definition: MachineDefinition
    var tables: XenTables
    private var byUUID: [String: XenRecord]

    init(_ definition: MachineDefinition, _ tables: XenTables) {
        self.definition = definition
        self.tables = tables
        byUUID = Dictionary(tables.records(.VDI).map { ($0.uuid.lowercased(), $0) }) { first, _ in first }
    }

    /// An image is called by its VDI's UUID, and the pool does not know one of them yet: a scan of the SR may help.
    var hasMissingImage: Bool {
        definition.disks.contains { disk in XenURLs.uuid(of: disk.url).map { byUUID[$0] == nil } ?? false }
    }

    func concerns(home: XenRecord, _ host: String) -> [Concern] {
        kernel + sameHandle + keys + definition.needsBeyondXen + clock + XenFirmwareStrings(definition.system).concerns
            + definition.disks.compactMap { image($0, home, host) } + ambiguousNetworks
    }

    func images() throws(Failure) -> [XenRecord] {
        var found: [XenRecord] = []
        for disk in definition.disks {
            guard let vdi = XenURLs.uuid(of: disk.url).flatMap({ byUUID[$0] }) else {
                throw Failure(
                    "define the machine", on: definition.name, because: "no VDI of the pool is \(disk.url)",
                    next: "an image on an SR is called by its VDI's UUID: SR/UUID.vhd", exit: .refused)
            }
            found.append(vdi)
        }
        return found
    }

    func networks() throws(Failure) -> [XenRecord] {
        var found: [XenRecord] = []
        for interface in definition.interfaces {
            guard let network = fitting(interface.network).first else {
                throw Failure(
                    "define the machine", on: definition.name, because: "the pool has no network \(interface.network)",
                    next: "see xe network-list", exit: .refused)
            }
            found.append(network)
        }
        return found
    }

    private func fitting(_ name: String) -> [XenRecord] {
        tables.records(.network).filter { $0.text("bridge") == name || $0.label == name }
    }

    private var kernel: [Concern] {
        guard definition.kernel != nil else { return [] }
        return [
            .refusing(
                "define-kernel", "XAPI's machines boot from their disk, not from a kernel file",
                "The machine would not boot.", "leave the kernel out of the definition")
        ]
    }

    private var clock: [Concern] {
        guard definition.clock == .localTime else { return [] }
        return [
            Concern(
                id: "define-clock", severity: .warning,
                seen: "the guest keeps its hardware clock in local time, and XAPI starts it in UTC",
                matters: "Its time is wrong by the time zone until it is set.",
                advice: "set it in the guest once: XAPI remembers the difference")
        ]
    }

    /// A machine that is defined again is made anew: a vTPM that it was given would go, and with it what opens its disks.
    private var keys: [Concern] {
        let uuid = definition.uuid.lowercased()
        return tables.virtualMachines.filter {
            tables.identity(of: $0).lowercased() == uuid && !$0["VTPMs"].texts.isEmpty
        }
        .map { vm in
            .refusing(
                "define-vtpm", "\(vm.label) is there already, and has a vTPM",
                "Its keys would be lost, and with them what they encrypt.",
                "keep it as it is, or remove it yourself")
        }
    }

    /// XAPI's own UUID of a machine that p2v knows by another one.
    private var sameHandle: [Concern] {
        let uuid = definition.uuid.lowercased()
        return tables.virtualMachines.filter { $0.uuid.lowercased() == uuid }
            .filter { tables.identity(of: $0).lowercased() != uuid }.map { vm in
                .refusing(
                    "define-taken", "the UUID \(definition.uuid) is taken by \(vm.label), as XAPI's own",
                    "UUIDs are unique in a pool.", "leave the server's UUID out of the plan")
            }
    }

    /// A name that is no VDI's can never become one; a VDI that is not there may still be made.
    private func image(_ disk: MachineDefinition.Disk, _ home: XenRecord, _ host: String) -> Concern? {
        let advice = "an image on an SR is called by its VDI's UUID: SR/UUID.vhd"
        guard let uuid = XenURLs.uuid(of: disk.url) else {
            return .refusing(
                "define-image", "no VDI of the pool is \(disk.url)", "The machine would have no disk.", advice)
        }
        guard let vdi = byUUID[uuid] else {
            return Concern(
                id: "define-image", severity: .warning, seen: "no VDI of the pool is \(disk.url) yet",
                matters: "It must be there before the machine is defined.", advice: advice)
        }
        guard !tables.isAttached(vdi.ref("SR"), to: home) else { return nil }
        return .refusing(
            "start-storage", "the SR of \(disk.url) is not attached on \(host)", "The first start would be refused.",
            "xe pbd-plug; see the NFS server")
    }

    private var ambiguousNetworks: [Concern] {
        Set(definition.interfaces.map(\.network)).sorted().compactMap { name in
            let found = fitting(name)
            guard found.count > 1 else { return nil }
            let all = found.map { "\($0.label) (\($0.text("bridge")))" }.sorted()
            return .refusing(
                "define-network", "\(found.count) networks are called \(name): \(all.joined(separator: ", "))",
                "The machine could join the wrong one.", "name one by its bridge")
        }
    }
}
