internal import Estate
internal import Foundation
internal import Shell

/// What runs of the lab.
public struct LabStatus: Sendable, Hashable, Codable {
    public static let format = "p2v-lab/1"

    public struct Node: Sendable, Hashable, Codable {
        public var name: String
        public var address: String
        public var role: String
        public var running: Bool
    }

    public var format = Self.format
    public var cache: String
    /// The pool works: NFS server and hosts run.
    public var isUp: Bool
    public var nodes: [Node]
    public var poolFile: String
}

extension Lab {
    public func status() async throws -> LabStatus {
        let nodes = LabNode.allCases.map { node in
            LabStatus.Node(
                name: node.rawValue, address: node.address, role: node.role,
                running: node == .mgmt ? exists("/run/netns/\(layout.namespace(node))") : processes.isRunning(node))
        }
        let isUp = nodes.allSatisfy { $0.running || $0.name == LabNode.dns01.rawValue } && exists(layout.poolFile)
        return LabStatus(cache: layout.cache, isUp: isUp, nodes: nodes, poolFile: layout.poolFile)
    }

    func checkRoot() throws(Failure) {
        guard geteuid() == 0 else {
            throw Failure(
                "start the lab", on: "this machine", because: "it needs root, for network namespaces and mounts",
                next: "run the same as root")
        }
    }

    /// Programs the lab is made of.
    func checkPrograms() async throws {
        let programs = [
            "ip", "unshare", "nsenter", "setsid", "certtool", "libvirtd", "virsh", "ganesha.nfsd", "rpcbind", "nfs-ls",
            "qemu-system-x86_64", "mmdebstrap", "mke2fs", "sfdisk", "grub-mkimage", "ssh-keygen", "dig",
        ]
        let script = "for p in \"$@\"; do command -v \"$p\" >/dev/null || echo \"$p\"; done"
        let missing = try await Shell.check(Command(["sh", "-c", script, "check"] + programs)).split(separator: "\n")
        guard missing.isEmpty else {
            throw Failure(
                "start the lab", on: "this machine", because: "missing: \(missing.joined(separator: ", "))",
                next: "install the packages of .ci/packages: bash .ci/install")
        }
    }
}

extension LabNode {
    var role: String {
        switch self {
        case .mgmt: "console"
        case .nfs1: "NFS server, exports /sr"
        case .hosta, .hostb: "pool host"
        case .dns01: "physical server (emulated)"
        }
    }
}
