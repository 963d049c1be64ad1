import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: an old state of the server is adapted and started, or none after the outage.
@Suite struct RootChoiceTests {
    private let plain = GuestVolume(device: "/dev/sda2", disk: 0, partition: 2, type: "btrfs", uuid: "u")

    private func volume(_ path: String) -> GuestVolume {
        GuestVolume(device: "btrfsvol:/dev/sda2/\(path)", type: "btrfs")
    }

    private func root(_ candidates: [GuestVolume], mounted: String? = nil, uuid: String? = nil) -> String? {
        var profile: ServerProfile?
        if let uuid {
            let seen = Volume(
                device: "/dev/sda2", kind: "part", parent: "/dev/sda", bytes: 1, content: "btrfs", uuid: uuid,
                label: nil,
                partitionUUID: nil, partitionType: nil, mountPoint: "/")
            let disk = Disk(
                device: "/dev/sda", bytes: 1, model: nil, serial: nil, wwn: nil, logicalSectorBytes: 512,
                physicalSectorBytes: 512, partitionTable: "gpt", rotational: false, readOnly: false, transport: nil,
                volumes: [seen])
            profile = Profiles.with(disks: [disk])
            if let mounted {
                profile?.mounts = .known([
                    Mount(
                        source: "/dev/sda2", target: "/", type: "btrfs", options: "rw,subvolid=266,subvol=/\(mounted)",
                        bytes: nil, usedBytes: nil)
                ])
            }
        }
        return RootChoice(candidates: candidates, volumes: [plain] + candidates, profile: profile).root?.device
    }

    @Test func `one root beside snapshots is the root`() {
        #expect(
            root([volume("@"), volume("timeshift-btrfs/snapshots/2026-01-01_10-00-00/@")]) == "btrfsvol:/dev/sda2/@")
        #expect(root([volume("@"), volume("@/.snapshots/7/snapshot")]) == "btrfsvol:/dev/sda2/@")
        #expect(root([volume("@"), volume("@apt-snapshot-2026-01-01")]) == "btrfsvol:/dev/sda2/@")
    }

    // openSUSE runs from a snapshot, which is mounted by default.
    @Test func `a file system that is a root by default stands before its snapshots`() {
        #expect(root([plain, volume("@/.snapshots/1/snapshot"), volume("@/.snapshots/2/snapshot")]) == "/dev/sda2")
    }

    @Test func `the scan's mount decides between snapshots`() {
        let all = [volume("@/.snapshots/1/snapshot"), volume("@/.snapshots/2/snapshot")]
        #expect(
            root(all, mounted: "@/.snapshots/2/snapshot", uuid: "u") == "btrfsvol:/dev/sda2/@/.snapshots/2/snapshot")
        var top = plain
        top.defaultSubvolume = ""
        #expect(root([top] + all, mounted: "", uuid: "u") == "/dev/sda2")
        #expect(root([plain] + all, mounted: "", uuid: "u") == nil, "nobody told what the device's name stands for")
        #expect(root(all, mounted: "@/.snapshots/9/snapshot", uuid: "u") == nil, "what was mounted did not come")
    }

    // With the scan that was to tell, SLES and openSUSE were refused: what is mounted by default has no name of its own here.
    @Test func `the subvolume that the server ran from may be the one that is mounted by default`() {
        let others = [volume("@/.snapshots/2/snapshot"), volume("@/.snapshots/3/snapshot")]
        var current = plain
        current.defaultSubvolume = "@/.snapshots/1/snapshot"
        #expect(root([current] + others, mounted: "@/.snapshots/1/snapshot", uuid: "u") == "/dev/sda2")
        // A rollback changes the default, and not what ran.
        #expect(
            root([current] + others, mounted: "@/.snapshots/3/snapshot", uuid: "u")
                == "btrfsvol:/dev/sda2/@/.snapshots/3/snapshot")
        #expect(root([current] + others, mounted: "@/.snapshots/9/snapshot", uuid: "u") == nil)
        #expect(root([current] + others, mounted: "", uuid: "u") == nil, "the top is not what the name stands for")
        #expect(root([plain] + others, mounted: "@/.snapshots/1/snapshot", uuid: "u") == nil, "nobody told the default")
        current.defaultSubvolume = ""
        #expect(root([current] + others, mounted: "", uuid: "u") == "/dev/sda2")
    }

    // The appliance's own disk may be found first; then libguestfs calls the guest's /dev/sda2, and its subvolumes /dev/sdb2/….
    @Test func `subvolumes of a disk that the appliance calls otherwise are found by their UUID`() {
        let others = ["@", "timeshift-btrfs/snapshots/2026-11-01_10-00-01/@"].map { path in
            var volume = GuestVolume(device: "btrfsvol:/dev/sdb2/\(path)", type: "btrfs")
            volume.systemUUID = "u"
            return volume
        }
        #expect(root(others, mounted: "@", uuid: "u") == "btrfsvol:/dev/sdb2/@")
        #expect(root(others) == "btrfsvol:/dev/sdb2/@")
        #expect(root(others, mounted: "@", uuid: "x") == nil)
    }

    @Test func `roots that nothing tells apart are refused, not guessed`() {
        #expect(root([volume("@"), volume("@old")]) == nil)
        #expect(root([volume("@/.snapshots/1/snapshot"), volume("@/.snapshots/2/snapshot")]) == nil)
        #expect(root([plain, volume("@")]) == nil)
        let other = GuestVolume(device: "/dev/sdb1", disk: 1, partition: 1, type: "ext4", uuid: "o")
        #expect(root([plain, other]) == nil)
        #expect(root([plain, other], uuid: "o") == "/dev/sdb1")
        #expect(root([plain, other], uuid: "x") == nil, "the disk that the server ran from did not come")
    }
}
