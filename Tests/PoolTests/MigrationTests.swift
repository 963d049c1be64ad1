internal import Estate
internal import Libvirt
internal import Testing

@testable internal import Pool

@Suite struct MigrationTests {
    /// The other daemon would look for the client's certificates on its own disk, and fail.
    @Test func `the peer's URI leaves the client's own settings out`() throws {
        let member = PoolConfiguration.Member(name: "hostb", uri: "qemu+tls://hostb/system?pkipath=/root/pki")
        #expect(try PeerURI.text(member) == "qemu+tls://hostb/system")
        let other = PoolConfiguration.Member(
            name: "hostb", uri: "qemu+unix:///system?socket=/run/b", peerURI: "qemu+tls://10.0.1.2/system")
        #expect(try PeerURI.text(other) == "qemu+tls://10.0.1.2/system")
    }

    /// A move that takes the users' network although the operator built another one is a slow service by night.
    @Test func `memory goes to the address that the pool file names, under the host's own certificate`() throws {
        var member = PoolConfiguration.Member(
            name: "hostb", uri: "qemu+tls://root@hostb:16514/system?pkipath=/root/pki")
        let request = MigrationRequest(machine: "m", from: "hosta", to: "hostb")
        var usual = MigrationOptions(request)
        try usual.use(member)
        #expect(usual.migrateURI == nil && usual.listenAddress == nil && usual.certificateName == nil)
        member.migrationAddress = "10.9.0.2"
        var own = MigrationOptions(request)
        try own.use(member)
        #expect(own.migrateURI == "tcp://10.9.0.2" && own.listenAddress == "10.9.0.2" && own.certificateName == "hostb")
        member.migrationAddress = "fd00::2"
        try own.use(member)
        #expect(own.migrateURI == "tcp://[fd00::2]")
    }

    @Test(arguments: ["", "-x", "10.9.0.2/24", "tcp://10.9.0.2", "a b"])
    func `what is no address is refused as one`(text: String) {
        var member = PoolConfiguration.Member(name: "hostb", uri: "qemu+tls://hostb/system")
        member.migrationAddress = text
        #expect(member.flaw?.words.contains("migrationAddress") == true)
    }

    /// A local URI would make the source migrate to itself.
    @Test func `a URI that names no host is refused`() {
        let member = PoolConfiguration.Member(name: "hostb", uri: "qemu:///system")
        #expect(throws: Failure.self) { try PeerURI.text(member) }
    }

    /// The destination's downtime ends where the guest ran again; the source cannot know it.
    @Test func `statistics of both sides become one`() {
        let read = JobStats(kind: .completed, values: ["downtime": .unsigned(90), "time_elapsed": .unsigned(5000)])
        let told: [String: TypedValue] = [
            "downtime": .unsigned(70), "memory_iteration": .unsigned(3), "memory_processed": .unsigned(1 << 30),
        ]
        let job = JobStatistics(read, told)
        #expect(job.downtimeMilliseconds == 90)
        #expect(job.totalMilliseconds == 5000)
        #expect(job.iterations == 3)
        #expect(job.memoryProcessedBytes == 1 << 30)
    }

    /// A rate from a counter that began anew would be nonsense.
    @Test func `rates need two readings of the same run`() throws {
        func reading(_ seconds: UInt64, cpu: UInt64) -> DomainStatistics {
            DomainStatistics(
                name: "dns01", uuid: "u", values: ["cpu.time": .unsigned(cpu), "balloon.rss": .unsigned(1024)],
                monotonicNanoseconds: seconds * 1_000_000_000)
        }
        let sample = try #require(Rates.sample(reading(10, cpu: 1_000_000_000), reading(12, cpu: 4_000_000_000)))
        #expect(sample.coresBusy == 1.5)
        #expect(Rates.sample(reading(10, cpu: 5), reading(12, cpu: 4)) == nil)
        #expect(Rates.sample(reading(10, cpu: 5), reading(10, cpu: 6)) == nil)
    }
}
