internal import CLibvirt

/// One domain's counters (virConnectGetAllDomainStats). Counters grow from the domain's start; rates need two samples.
package struct DomainStatistics: Sendable, Hashable {
    package var name: String
    package var uuid: String
    /// By libvirt's names: `cpu.time`, `balloon.rss`, `block.0.rd.bytes`, `net.0.rx.bytes`, `dirtyrate.megabytes_per_second`.
    package var values: [String: TypedValue]
    /// CLOCK_MONOTONIC when the answer came.
    package var monotonicNanoseconds: UInt64

    package init(name: String, uuid: String, values: [String: TypedValue], monotonicNanoseconds: UInt64) {
        self.name = name
        self.uuid = uuid
        self.values = values
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    /// Which counters to ask for.
    package struct Groups: OptionSet, Sendable, Hashable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        private init(_ flag: virDomainStatsTypes) {
            self.init(rawValue: UInt32(flag.rawValue))
        }

        package static let state = Groups(VIR_DOMAIN_STATS_STATE)
        package static let cpu = Groups(VIR_DOMAIN_STATS_CPU_TOTAL)
        package static let balloon = Groups(VIR_DOMAIN_STATS_BALLOON)
        package static let vcpu = Groups(VIR_DOMAIN_STATS_VCPU)
        package static let network = Groups(VIR_DOMAIN_STATS_INTERFACE)
        package static let block = Groups(VIR_DOMAIN_STATS_BLOCK)
        package static let dirtyRate = Groups(VIR_DOMAIN_STATS_DIRTYRATE)
        package static let load: Groups = [.state, .cpu, .balloon, .vcpu, .network, .block]
    }

    package func count(_ name: String) -> UInt64? { values[name]?.count }

    /// The sum of `prefix.N.suffix` over all N: of all disks, of all VIFs.
    package func sum(_ prefix: String, _ suffix: String) -> UInt64 {
        (0..<(count("\(prefix).count") ?? 0)).reduce(0) { $0 &+ (count("\(prefix).\($1).\(suffix)") ?? 0) }
    }

    /// Nanoseconds of CPU that the domain used so far. The daemon reads a cgroup where it has one; otherwise the sum of
    /// the virtual CPUs' threads stands in.
    package var cpuNanoseconds: UInt64? {
        if let total = count("cpu.time") { return total }
        guard let maximum = count("vcpu.maximum") else { return nil }
        let times = (0..<maximum).compactMap { count("vcpu.\($0).time") }
        return times.isEmpty ? nil : times.reduce(0, &+)
    }

    package var diskOperations: UInt64 { sum("block", "rd.reqs") &+ sum("block", "wr.reqs") }
    package var diskBytes: UInt64 { sum("block", "rd.bytes") &+ sum("block", "wr.bytes") }
    package var networkBytes: UInt64 { sum("net", "rx.bytes") &+ sum("net", "tx.bytes") }

    /// Bytes the guest uses, without caches it can drop, if its balloon driver says so; else what it occupies.
    package var memoryBytesInUse: UInt64? {
        if let available = count("balloon.available"), let usable = count("balloon.usable"), usable <= available {
            return (available - usable) * 1024
        }
        return (count("balloon.rss") ?? count("balloon.current")).map { $0 * 1024 }
    }
}

extension LibvirtConnection {
    /// Counters of all running domains, in one call.
    package func statistics(
        _ groups: DomainStatistics.Groups = .load
    ) async throws(LibvirtError) -> [DomainStatistics] {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var records: UnsafeMutablePointer<virDomainStatsRecordPtr?>?
            let active = UInt32(VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE.rawValue)
            let count = try unsafe Check.number(
                virConnectGetAllDomainStats(pointer, groups.rawValue, &records, active), "virConnectGetAllDomainStats")
            defer { unsafe virDomainStatsRecordListFree(records) }
            let now = Libvirt.monotonicNanoseconds()
            return unsafe (0..<Int(count)).compactMap { unsafe records?[$0] }.map {
                unsafe DomainStatistics($0, at: now)
            }
        }
    }
}

extension DomainStatistics {
    fileprivate init(_ record: virDomainStatsRecordPtr, at now: UInt64) {
        // The list owns its domain: a reference of our own makes ``Domain``'s deinit right.
        unsafe virDomainRef(record.pointee.dom)
        let domain = unsafe Domain(record.pointee.dom)
        unsafe self.init(
            name: domain.name, uuid: domain.uuid,
            values: TypedValue.dictionary(record.pointee.params, count: Int(record.pointee.nparams)),
            monotonicNanoseconds: now)
    }
}
