internal import Estate
internal import Testing

@testable internal import Libvirt

@Suite struct StatisticsTests {
    private func statistics(_ values: [String: TypedValue]) -> DomainStatistics {
        DomainStatistics(name: "dns01", uuid: "u", values: values, monotonicNanoseconds: 0)
    }

    /// A host without cgroups reports no total; the VM would look idle and the balancer would pile others on it.
    @Test func `CPU time falls back to the virtual CPUs' threads`() {
        #expect(statistics(["cpu.time": .unsigned(7), "vcpu.maximum": .unsigned(1)]).cpuNanoseconds == 7)
        let threads: [String: TypedValue] = [
            "vcpu.maximum": .unsigned(2), "vcpu.0.time": .unsigned(30), "vcpu.1.time": .unsigned(12),
        ]
        #expect(statistics(threads).cpuNanoseconds == 42)
        #expect(statistics([:]).cpuNanoseconds == nil)
    }

    /// Caches that a guest can drop are not demand.
    @Test func `memory in use comes from the guest, or from what it occupies`() {
        let guest: [String: TypedValue] = ["balloon.available": .unsigned(500), "balloon.usable": .unsigned(400)]
        #expect(statistics(guest).memoryBytesInUse == 100 * 1024)
        #expect(statistics(["balloon.rss": .unsigned(80)]).memoryBytesInUse == 80 * 1024)
    }

    @Test func `disks and VIFs are summed`() {
        let values: [String: TypedValue] = [
            "block.count": .unsigned(2), "block.0.rd.bytes": .unsigned(1), "block.1.wr.bytes": .unsigned(2),
            "net.count": .unsigned(1), "net.0.rx.bytes": .unsigned(3), "net.0.tx.bytes": .unsigned(4),
        ]
        #expect(statistics(values).diskBytes == 3)
        #expect(statistics(values).networkBytes == 7)
    }

    /// A negative number as an unsigned count would be a huge rate.
    @Test func `a negative value is no count`() {
        #expect(TypedValue.signed(-1).count == nil)
        #expect(TypedValue.signed(5).count == 5)
    }

    /// The flags decide whether a dying client leaves the guest paused on both sides.
    @Test func `migration is always live, peer-to-peer and leaves one definition`() {
        let plain = MigrationOptions().flags
        // VIR_MIGRATE_LIVE 1, PEER2PEER 2, PERSIST_DEST 8, UNDEFINE_SOURCE 16, ABORT_ON_ERROR 4096
        #expect(plain == 1 | 2 | 8 | 16 | 4096)
        var options = MigrationOptions()
        options.tls = true
        options.autoConverge = true
        options.parallelConnections = 4
        // AUTO_CONVERGE 8192, TLS 65536, PARALLEL 131072
        #expect(options.flags == plain | 8192 | 65536 | 131_072)
    }

    @Test func `migration parameters are handed to libvirt as given`() throws {
        var options = MigrationOptions()
        options.bandwidthMiBPerSecond = 100
        options.parallelConnections = 4
        let parameters = try options.parameters()
        let values = TypedValue.dictionary(parameters.pointer, count: Int(parameters.count))
        #expect(values == ["bandwidth": .unsigned(100), "parallel.connections": .signed(4)])
    }
}
