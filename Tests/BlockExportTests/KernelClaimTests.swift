@testable import BlockExport
import Foundation
import Testing

/// A tree like /sys and /proc.
private final class KernelTree {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-sys-\(UUID().uuidString)").path

    init() throws {
        try put("/sys/class/block/sda/dev", "8:0\n")
        try folder("/sys/class/block/sda/holders")
        try put("/sys/class/block/sda1/dev", "8:1\n")
        try folder("/sys/class/block/sda1/holders")
        try put("/proc/self/mountinfo", "22 1 8:2 / / rw - ext4 /dev/sda2 rw\n")
        try put("/proc/swaps", "Filename Type Size Used Priority\n")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func folder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: root + path, withIntermediateDirectories: true)
    }

    func put(_ path: String, _ text: String) throws {
        try folder((path as NSString).deletingLastPathComponent)
        try Data(text.utf8).write(to: URL(fileURLWithPath: root + path))
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + path) }

    func claim(isUnclaimed: Bool? = true) -> KernelClaim {
        KernelView(files: KernelFiles(root: root), isUnclaimed: { _ in isUnclaimed }).claim(on: "sda1", of: "sda")
    }
}

@Suite struct KernelClaimTests {
    // A mark that is left over is believed only when nobody has the device.
    @Test func `a partition that nobody holds, mounts or swaps to belongs to nobody`() throws {
        #expect(try KernelTree().claim() == .nobody)
    }

    @Test func `a mounted file system is found with all its mount points`() throws {
        let tree = try KernelTree()
        let lines = "30 22 8:1 / /srv/a\\040b rw shared:1 - xfs /dev/sda1 rw\n31 22 8:1 /x /mnt rw - xfs /dev/sda1 rw\n"
        try tree.put("/proc/self/mountinfo", lines)
        #expect(tree.claim() == .mounted(type: "xfs", points: ["/srv/a b", "/mnt"]))
    }

    @Test func `swap and btrfs are found by the kernel's own tables`() throws {
        let tree = try KernelTree()
        try tree.put("/proc/swaps", "Filename Type Size Used Priority\n/dev/sda1 partition 99 0 -2\n")
        #expect(tree.claim() == .swap)
        try tree.put("/proc/swaps", "Filename Type Size Used Priority\n/var/sda1 file 99 0 -2\n")
        try tree.put("/sys/fs/btrfs/0123-uuid/devices/sda1/size", "1")
        #expect(tree.claim() == .btrfs("0123-uuid"))
    }

    // An array's member looks like the file system that the array holds.
    @Test func `a partition that an array holds is not its file system's`() throws {
        let tree = try KernelTree()
        try tree.folder("/sys/class/block/sda1/holders/md0")
        try tree.put("/proc/self/mountinfo", "30 22 8:1 / /srv rw - ext4 /dev/sda1 rw\n")
        #expect(tree.claim() == .unknown("md0 holds it"))
    }

    @Test func `volumes of LVM are told from other mappings`() throws {
        let tree = try KernelTree()
        try tree.folder("/sys/class/block/sda1/holders/dm-0")
        try tree.put("/sys/class/block/dm-0/dm/uuid", "LVM-abc\n")
        #expect(tree.claim() == .volumes(["LVM-abc"]))
        try tree.put("/sys/class/block/dm-0/dm/uuid", "CRYPT-LUKS2-abc\n")
        #expect(tree.claim() == .unknown("dm-0 holds it"))
    }

    // Multipath and whole-disk arrays: the partitions that the kernel still shows are remains.
    @Test func `partitions of a disk that something holds as a whole are nobody's to believe`() throws {
        let tree = try KernelTree()
        try tree.folder("/sys/class/block/sda/holders/md127")
        #expect(tree.claim() == .unknown("md127 holds its disk"))
    }

    // ZFS and DRBD have a device for themselves without being its holder in /sys.
    @Test(arguments: [false, nil])
    func `a partition that cannot be had alone is not free to read`(answer: Bool?) throws {
        #expect(try KernelTree().claim(isUnclaimed: answer) == .unknown("something else has it"))
    }

    // With processor 1 switched off, what the later ones wrote was missing.
    @Test func `every processor's trace is found, whatever their numbers`() throws {
        let tree = try KernelTree()
        for name in ["trace10", "trace0", "trace2", "dropped", "msg"] { try tree.put("/block/sda/\(name)", "") }
        #expect(WriteTrace.processors(in: tree.root + "/block/sda") == [0, 2, 10])
        #expect(WriteTrace.processors(in: tree.root + "/nothing") == nil)
    }

    // A question that failed is no "no".
    @Test(arguments: [
        "/proc/swaps", "/proc/self/mountinfo", "/sys/class/block/sda1/holders", "/sys/class/block/sda1/dev",
        "/sys/class/block/sda/holders",
    ])
    func `where the kernel's tables cannot be read nobody knows the owner`(path: String) throws {
        let tree = try KernelTree()
        try tree.remove(path)
        guard case .unknown = tree.claim() else {
            Issue.record("\(tree.claim())")
            return
        }
    }

    // A trace that is counted from the wrong place looks for what was written elsewhere: it would be lost in the copy.
    @Test func `where a partition begins is read or not known, and what is none begins at 0`() throws {
        let tree = try KernelTree()
        let view = KernelView(files: KernelFiles(root: tree.root))
        #expect(view.start(of: "/dev/null") == nil)
        try tree.folder("/sys/class/block/null")
        #expect(view.start(of: "/dev/null") == 0)
        try tree.put("/sys/class/block/null/partition", "1\n")
        #expect(view.start(of: "/dev/null") == nil)
        try tree.put("/sys/class/block/null/start", "2048\n")
        #expect(view.start(of: "/dev/null") == 1 << 20)
    }
}
