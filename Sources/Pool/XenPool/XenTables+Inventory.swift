internal import Estate
internal import XenAPI

extension XenTables {
    /// A host of which XAPI does not say that it takes machines gets none, and one of which it does not say how much
    /// memory is free has none.
    ///
    /// - Parameter free: bytes, by the host's name; a host that was not asked has none.
    func inventory(free: [String: Observed<UInt64>] = [:]) -> [Host] {
        hosts.map { name, record in
            let metrics = self.record(.hostMetrics, record.ref("metrics"))
            let software = record["software_version"].map
            let live = metrics?["live"].flag
            let brand = [software["product_brand"], software["product_version"]].compactMap(\.self)
            let versions = brand.isEmpty ? [] : [brand.joined(separator: " ")]
            var host = Host(
                name: name, cpus: Int(record["cpu_info"]["cpu_count"].int ?? 0),
                memoryBytes: UInt64(clamping: metrics?.int("memory_total") ?? 0),
                freeMemoryBytes: free[name]?.value ?? 0, hypervisor: "xen",
                versions: versions + (software["xen"].map { ["Xen \($0)"] } ?? []),
                inMaintenance: record["enabled"].flag != true, reachable: live == true)
            host.because =
                switch live {
                case true?: free[name]?.reason.map { "how much of its memory is free is unknown: \($0)" }
                case false?: "the coordinator does not hear of it"
                case nil: "XAPI does not say whether it lives"
                }
            host.cpuLevel = record["cpu_info"]["features_hvm"].text ?? record["cpu_info"]["features"].text
            host.tags = record["tags"].texts
            host.highAvailability = pool?["ha_enabled"].flag
            host.machineOverhead = .xen
            return host
        }
    }

    func machines(_ urls: XenURLs) -> [Machine] {
        let names = Dictionary(hosts.map { ($0.record.ref, $0.name) }) { first, _ in first }
        return virtualMachines.map { machine($0, names, urls) }.sorted { ($0.name, $0.host) < ($1.name, $1.host) }
    }

    func machine(_ vm: XenRecord, _ names: [String: String], _ urls: XenURLs) -> Machine {
        let host = vm.ref("resident_on") ?? vm.ref("affinity") ?? coordinator
        var machine = Machine(
            name: vm.label, uuid: identity(of: vm), host: host.flatMap { names[$0] } ?? "", state: state(of: vm),
            vcpus: Int(vm.int("VCPUs_max")), memoryBytes: UInt64(clamping: vm.int("memory_static_max")),
            disks: disks(of: vm).compactMap { record(.VDI, $0.ref("VDI")) }.map { urls.url(of: $0, self) },
            macs: interfaces(of: vm).map { $0.text("MAC") })
        machine.overheadBytes = overhead(of: vm)
        machine.affinity = vm.ref("affinity").flatMap { names[$0] }
        machine.tags = vm["tags"].texts
        machine.origin = vm["other_config"]["p2v-server"].text.map {
            MachineDefinition.Origin(server: $0, plan: vm["other_config"]["p2v-plan"].text ?? "")
        }
        return machine
    }

    /// Bytes that its host sets aside for it beside its memory, as the record says; by Xen's rule where it does not.
    func overhead(of vm: XenRecord) -> UInt64 {
        if let told = vm["memory_overhead"].int, told > 0 { return UInt64(told) }
        let memory = Int(clamping: vm.int("memory_static_max") >> 20)
        return UInt64(MemoryOverhead.xen.mib(memoryMiB: memory, vcpus: Int(clamping: vm.int("VCPUs_max")))) << 20
    }

    /// The server's UUID where p2v made the VM, XAPI's own otherwise.
    func identity(of vm: XenRecord) -> String { vm["other_config"]["p2v-uuid"].text ?? vm.uuid }

    func disks(of vm: XenRecord) -> [XenRecord] {
        ordered(vm["VBDs"].texts.compactMap { record(.VBD, $0) }, by: "userdevice")
            .filter { $0.text("type") != "CD" && $0.ref("VDI") != nil }
    }

    func interfaces(of vm: XenRecord) -> [XenRecord] {
        ordered(vm["VIFs"].texts.compactMap { record(.VIF, $0) }, by: "device")
    }

    private func ordered(_ records: [XenRecord], by field: String) -> [XenRecord] {
        records.sorted { ($0[field].int ?? .max) < ($1[field].int ?? .max) }
    }

    func state(of vm: XenRecord) -> Machine.State {
        switch vm.text("power_state") {
        case "Running": .running
        case "Paused": .paused
        case "Halted": .shutOff
        case "Suspended": .suspended
        default: .unknown
        }
    }
}
