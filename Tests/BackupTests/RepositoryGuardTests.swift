import Estate
import Testing

@testable import Backup

/// A backup that is lost with what it protects is none.
@Suite struct RepositoryGuardTests {
    private static let names = [
        "nfs1": ["10.0.0.1"], "nfs1.example": ["10.0.0.1"], "nfs2": ["10.0.0.2"], "me": ["10.0.0.9"],
    ]

    private func verdict(_ place: RepositoryGuard.Place, _ url: String) -> RepositoryGuard.Verdict {
        RepositoryGuard(
            place, own: ["10.0.0.9", "127.0.0.1"], addresses: { Self.names[$0].map(Set.init) },
            lookUp: { path in
                path.hasPrefix("/srv/sr")
                    ? .local(number: "8:17", device: "/dev/sdb1") : .unknown(because: "\(path) cannot be reached here")
            }
        ).verdict(protecting: url)
    }

    private func isUnknown(_ verdict: RepositoryGuard.Verdict) -> Bool {
        if case .unknown = verdict { true } else { false }
    }
    private func isSame(_ verdict: RepositoryGuard.Verdict) -> Bool { if case .same = verdict { true } else { false } }

    @Test func `the export itself is found under another name of its server`() {
        #expect(isSame(verdict(.remote(server: "nfs1.example", path: "/sr/backup"), "nfs://nfs1/sr")))
        #expect(isSame(verdict(.remote(server: "nfs1", path: "/sr"), "nfs://nfs1/sr?uid=0")))
    }

    @Test func `another server is elsewhere, and so is a disk of this machine`() {
        #expect(verdict(.remote(server: "nfs2", path: "/sr"), "nfs://nfs1/sr") == .elsewhere)
        #expect(verdict(.local(number: "8:33", device: "/dev/sdc1"), "nfs://nfs1/sr") == .elsewhere)
        #expect(verdict(.local(number: "8:33", device: "/dev/sdc1"), "file:///srv/sr") == .elsewhere)
    }

    @Test func `one file system is one place`() {
        #expect(isSame(verdict(.local(number: "8:17", device: "/dev/sdb1"), "file:///srv/sr")))
        #expect(isSame(verdict(.local(number: "8:17", device: "/dev/sdb1"), "/srv/sr/dns01.raw")))
    }

    @Test func `what nobody here can tell is not known`() {
        #expect(isUnknown(verdict(.remote(server: "nfs1", path: "/other"), "nfs://nfs1/sr")))
        #expect(isUnknown(verdict(.local(number: "8:33", device: "/dev/sdc1"), "nfs://me/sr")))
        #expect(isUnknown(verdict(.local(number: "8:33", device: "/dev/sdc1"), "nfs://nowhere/sr")))
        #expect(isUnknown(verdict(.local(number: "8:33", device: "/dev/sdc1"), "file:///mnt/only-on-hosts")))
        #expect(isUnknown(verdict(.local(number: "8:33", device: "/dev/sdc1"), "rbd://ceph/pool")))
        #expect(isUnknown(verdict(.unknown(because: "fuse"), "nfs://nfs1/sr")))
    }

    @Test func `only what is known to be elsewhere is used`() {
        let guardian = RepositoryGuard(
            .local(number: "8:33", device: "/dev/sdc1"), own: nil, addresses: { Self.names[$0].map(Set.init) },
            lookUp: { _ in .unknown(because: "") })
        #expect(throws: Failure.self) { try guardian.check("/backup", protecting: ["nfs://nfs1/sr"]) }
    }

    @Test func `one file system under two names of its device is one`() {
        #expect(isSame(verdict(.local(number: "8:17", device: "/dev/mapper/vg-sr"), "file:///srv/sr")))
    }

    @Test func `mounts are read as the kernel writes them`() {
        let mounts = """
            22 1 254:0 / / rw shared:1 - ext4 /dev/vda1 rw
            30 22 0:44 / /mnt/back\\040up rw,relatime shared:9 - nfs4 nfs1:/sr rw,vers=4.2
            31 22 0:45 /inner /mnt/bound rw - nfs nfs2:/vol rw
            32 22 0:46 / /mnt/ssh rw - fuse.sshfs root@nfs2:/data rw
            33 22 0:47 / /mnt/odd rw - fuse.odd odd rw
            34 22 7:0 / /mnt/loop rw - ext4 /dev/loop0 rw
            """
        #expect(
            RepositoryGuard.place(of: "/var/backup", mounts: mounts) == .local(number: "254:0", device: "/dev/vda1"))
        #expect(RepositoryGuard.place(of: "/mnt/back up/a", mounts: mounts) == .remote(server: "nfs1", path: "/sr/a"))
        #expect(RepositoryGuard.place(of: "/mnt/bound", mounts: mounts) == .remote(server: "nfs2", path: "/vol/inner"))
        #expect(RepositoryGuard.place(of: "/mnt/ssh/b", mounts: mounts) == .remote(server: "nfs2", path: "/data/b"))
        #expect(RepositoryGuard.place(of: "/mnt/back", mounts: mounts) == .local(number: "254:0", device: "/dev/vda1"))
        // A loop's file may lie on the SR itself.
        for path in ["/mnt/odd/x", "/mnt/loop/x"] {
            if case .unknown = RepositoryGuard.place(of: path, mounts: mounts) {} else { Issue.record("\(path) known") }
        }
    }
}
