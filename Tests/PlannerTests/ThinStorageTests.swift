import Checker
import Estate
import TestSupport
import Testing

@testable import Planner

/// Half of all disks are empty. If these fail, storage is bought for nothing, or an SR is full before its disks are.
@Suite struct `Space on thin storage` {
    private static let gib = UInt64(1) << 30

    /// A disk of 100 GiB with a partition, and what is mounted.
    private func profile(_ name: String, _ used: UInt64?, _ volumes: [Volume]? = nil) -> ServerProfile {
        var profile = Fixture.profile(name, diskBytes: 100 * Self.gib)
        guard let used, var disk = profile.disks.value?.first else { return profile }
        disk.volumes = volumes ?? [Self.volume("/dev/sda1", "part", on: "/dev/sda", 100)]
        profile.disks = .known([disk])
        profile.mounts = .known([
            Mount(
                source: disk.volumes.last?.device ?? "", target: "/", type: "ext4", options: "rw",
                bytes: disk.volumes.last?.bytes, usedBytes: used * Self.gib)
        ])
        return profile
    }

    private static func volume(
        _ device: String, _ kind: String, on parent: String, _ size: UInt64, _ content: String = "ext4"
    ) -> Volume {
        Volume(
            device: device, kind: kind, parent: parent, bytes: size * gib, content: content, uuid: nil, label: nil,
            partitionUUID: nil, partitionType: nil, mountPoint: nil)
    }

    private func used(_ profile: ServerProfile) throws -> UInt64? {
        DataOnDisk.bytes(of: try #require(profile.disks.value?.first), in: profile).map { $0 / Self.gib }
    }

    @Test func `a disk holds what its file systems call used, with a little for their tables`() throws {
        #expect(try used(profile("a", 30)) == 32)
        #expect(try used(profile("a", nil)) == nil)
        let lvm = [
            Self.volume("/dev/sda1", "part", on: "/dev/sda", 100, "LVM2_member"),
            Self.volume("/dev/mapper/vg-root", "lvm", on: "/dev/sda1", 50),
        ]
        #expect(try used(profile("a", 10, lvm)) == 61, "what no volume explains counts as data")
    }

    // Ciphertext has no free space, an array's other half is on another disk: nobody may count on it.
    @Test(arguments: ["crypt", "raid1", "lvm over lvm", "two disks", "ntfs"])
    func `what is not known to be free counts`(stack: String) throws {
        var volumes = [
            Self.volume("/dev/sda1", "part", on: "/dev/sda", 100, "x"),
            Self.volume("/dev/mapper/x", stack.hasPrefix("lvm") ? "lvm" : stack, on: "/dev/sda1", 50),
        ]
        if stack.hasPrefix("lvm") { volumes.append(Self.volume("/dev/mapper/y", "lvm", on: "/dev/mapper/x", 50)) }
        if stack == "ntfs" { volumes = [Self.volume("/dev/sda1", "part", on: "/dev/sda", 100)] }
        if stack == "two disks" { volumes[1].kind = "lvm" }
        var profile = profile("a", 10, volumes)
        if stack == "ntfs", var mounts = profile.mounts.value {
            mounts[0].type = "fuseblk"
            profile.mounts = .known(mounts)
        }
        if stack == "two disks", var disks = profile.disks.value {
            disks.append(disks[0])
            disks[1].device = "/dev/sdb"
            profile.disks = .known(disks)
        }
        #expect(try used(profile) == nil)
    }

    private func request(thin: [Bool], _ free: UInt64) -> PlanRequest {
        var request = Fixture.request(
            [profile("a", 38), profile("b", 38), profile("c", nil)], [Fixture.host("h", memoryMiB: 8192)])
        request.policy.survive = 0
        request.pool.storage = thin.enumerated().map { at, isThin in
            var repository = PoolConfiguration.Repository(name: "sr\(at)", url: "nfs://n/\(at)")
            repository.thin = isThin
            return repository
        }
        for repository in request.pool.storage { request.storageFree[repository.name] = free * Self.gib }
        return request
    }

    private func storage(_ request: PlanRequest) -> [StorageRepository] {
        request.pool.storage.map { repository in
            let free = request.storageFree[repository.name] ?? 0
            var known = StorageRepository(
                name: repository.name, url: "", totalBytes: free, freeBytes: free, isDefault: false)
            known.thin = repository.thin
            return known
        }
    }

    @Test func `an SR that is thin takes images by what they hold, with comfort, and the plan says so`() async throws {
        // Two of 48 GiB (40 × 1.2) and a whole one of 100.
        let request = request(thin: [true], 197)
        let plan = try await PlanMaker.plan(request)
        #expect(plan.servers.map(\.disks[0].usedBytes).map { $0.map { $0 / Self.gib } } == [40, 40, nil])
        #expect(plan.servers[0].reasons.contains { $0.hasPrefix("storage: sr0 is thin, 49152 of 102400 MiB count") })
        #expect(!plan.servers[2].reasons.contains { $0.contains("is thin") })
        #expect(PlanCheck.findings(plan: plan, hosts: request.hosts, storage: storage(request)) == [])
        var thick = storage(request)
        thick[0].thin = nil
        let found = PlanCheck.findings(plan: plan, hosts: request.hosts, storage: thick)
        #expect(found == ["SR sr0: the images need 307200 MiB, 201728 MiB are free"])
    }

    @Test func `an SR that is not thin, or that has less room than that, takes no more than fits`() async throws {
        for (thin, free) in [(false, UInt64(197)), (true, 195)] {
            let failure = await #expect(throws: Failure.self) { try await PlanMaker.plan(request(thin: [thin], free)) }
            #expect(failure?.exit == .refused)
        }
    }

    @Test func `a thin SR and a thick one share the images as both can`() async throws {
        // The whole one goes where whole ones count; both others fit the thin one alone.
        let request = request(thin: [true, false], 100)
        let plan = try await PlanMaker.plan(request)
        #expect(plan.servers.map(\.storage) == ["sr0", "sr0", "sr1"])
        #expect(PlanCheck.findings(plan: plan, hosts: request.hosts, storage: storage(request)) == [])
    }
}
