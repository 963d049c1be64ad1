import Estate
import Guestfs
import Testing

@testable import Adaptation

/// A guest as people describe theirs in public, written down before it was tried, with what has to come of it.
struct FieldTree: Sendable, CustomTestStringConvertible {
    enum Expectation: Sendable {
        /// The file has, or has not, the text afterwards.
        case has(String, String)
        case lacks(String, String)
        /// The file is as it was.
        case same(String)
        case gone(String)
        case made(String)
        case link(String, String)
        /// Drivers were added to this initramfs.
        case drivers(String)
        case noDrivers(String)
        /// All of the start is proved; or all but these links.
        case proved
        case broken(Set<String>)
        case concern(String, Concern.Severity)
        case silent(String)
        /// What the virtual machine must be.
        case oldVirtio(Bool)
        case bootDisk(Int)
    }

    var name: String
    /// Where people tell of such a guest.
    var source: String
    var tree: MemoryTree
    var volumes: [GuestVolume]
    /// The device of the root.
    var root: String
    var disks = [DiskFacts(device: "/dev/sda", hasBootCode: true)]
    var sourceDevices: [String?] = [nil]
    var profile: ServerProfile?
    var target = AdaptationTarget.kvm
    var memoryMiB: Int? = 4096
    var expects: [Expectation]

    var testDescription: String { name }

    /// The reader, the deciders, the changes, and the reader again.
    struct Outcome {
        var tree: MemoryTree
        var draft: Draft
        var facts: GuestFacts
        var chain: BootChain
        var concerns: [Concern] { draft.concerns + chain.concerns }
    }

    func outcome() throws -> Outcome {
        var facts = GuestFacts(
            target: target, system: GuestSystem(id: "unknown", version: "", title: "unknown"),
            sourceDevices: sourceDevices, volumes: volumes,
            root: volumes.first { $0.device == root } ?? GuestVolume(device: root, type: "btrfs"), profile: profile)
        (facts.disks, facts.memoryMiB) = (disks, memoryMiB)
        let before = try FactReader(tree: tree, target: target, profile: profile).refreshed(facts)
        let draft = Deciders.decide(before)
        var changed = tree
        changed.apply(draft)
        let after = try FactReader(tree: changed, target: target, profile: profile).refreshed(before)
        return Outcome(tree: changed, draft: draft, facts: after, chain: BootProver(facts: after).chain())
    }

    /// What is not as expected, in words; nil when it is.
    func fault(_ expectation: Expectation, _ outcome: Outcome) -> String? {
        switch expectation {
        case .has(let path, let text):
            let found = outcome.tree[path]
            return found?.range(of: text) != nil ? nil : "\(path) lacks «\(text)»: \(found ?? "not there")"
        case .lacks(let path, let text):
            return outcome.tree[path]?.range(of: text) == nil
                ? nil : "\(path) has «\(text)»: \(outcome.tree[path] ?? "")"
        case .same(let path):
            return outcome.tree.bytes(path) == tree.bytes(path)
                ? nil : "\(path) became \(outcome.tree[path] ?? "nothing")"
        case .gone(let path): return outcome.tree.contains(path) ? "\(path) is still there" : nil
        case .made(let path):
            return outcome.tree.contains(path) && !tree.contains(path) ? nil : "\(path) was not made"
        case .link(let path, let target):
            let found = try? outcome.tree.target(ofLink: path)
            return found == target ? nil : "\(path) leads to \(found ?? "nothing")"
        case .drivers(let path): return isGrown(path, outcome) ? nil : "\(path) got no drivers"
        case .noDrivers(let path): return isGrown(path, outcome) ? "\(path) got drivers" : nil
        default: return otherFault(expectation, outcome)
        }
    }

    private func otherFault(_ expectation: Expectation, _ outcome: Outcome) -> String? {
        let broken = Set(outcome.chain.concerns.map { String($0.id.dropFirst("boot-chain-".count)) })
        let ids = outcome.concerns.map { "\($0.id) \($0.severity): \($0.seen)" }
        switch expectation {
        case .proved: return outcome.chain.isProved ? nil : "not proved: \(outcome.chain.concerns.map(\.seen))"
        case .broken(let links):
            return broken == links ? nil : "not proved: \(broken.sorted()), \(outcome.chain.concerns.map(\.seen))"
        case .concern(let id, let severity):
            return outcome.concerns.contains { $0.id == id && $0.severity == severity } ? nil : "no \(id) in \(ids)"
        case .silent(let id): return outcome.concerns.contains { $0.id == id } ? "\(id) in \(ids)" : nil
        case .oldVirtio(let old):
            return MachineNeeds(outcome.facts).oldVirtio == old ? nil : "virtio: \(!old)"
        case .bootDisk(let disk):
            let found = MachineNeeds(outcome.facts).bootDisk
            return found == disk ? nil : "starts from disk \(found)"
        default: return "not asked"
        }
    }

    private func isGrown(_ path: String, _ outcome: Outcome) -> Bool {
        (outcome.tree.bytes(path)?.count ?? 0) > (tree.bytes(path)?.count ?? 0)
    }
}

extension MemoryTree {
    static let usualModules = [
        "virtio_pci", "virtio_blk", "virtio_scsi", "virtio_net", "sd_mod", "ahci", "e1000", "xen_blkfront",
        "xen_netfront",
    ]
    private static let firstBytes: [String: [UInt8]] = [
        "gzip": [0x1F, 0x8B], "xz": [0xFD, 0x37, 0x7A, 0x58, 0x5A], "zstd": [0x28, 0xB5, 0x2F, 0xFD],
        "lz4": [0x02, 0x21, 0x4C, 0x18],
    ]

    /// A kernel with its modules, `/boot/vmlinuz-VERSION`, and its initramfs.
    mutating func kernel(
        _ version: String, _ initramfs: String?, _ compression: String = "gzip", modules: [String] = usualModules,
        builtIn: [String] = [], image: String? = nil
    ) {
        let folder = "/usr/lib/modules/\(version)"
        let loaded = modules.filter { !builtIn.contains($0) }
        self["\(folder)/modules.dep"] = loaded.map { "kernel/drivers/\($0).ko:\n" }.joined()
        self["\(folder)/modules.builtin"] = builtIn.map { "kernel/drivers/\($0).ko\n" }.joined()
        for name in loaded { self["\(folder)/kernel/drivers/\(name).ko"] = "elf \(name)" }
        self[image ?? "/boot/vmlinuz-\(version)"] = "kernel"
        guard let initramfs else { return }
        set(initramfs, (Self.firstBytes[compression] ?? []) + Array("packed".utf8))
    }

    /// A system with merged `/usr`.
    static func system(_ release: String, tool: String?, _ texts: [String: String] = [:]) -> MemoryTree {
        var tree = MemoryTree()
        tree.folder("/usr/lib/modules")
        tree.folder("/usr/bin")
        tree.folder("/usr/sbin")
        for name in ["lib", "bin", "sbin"] { tree.link("/\(name)", to: "usr/\(name)") }
        let isOld = !release.contains("=")
        tree[isOld ? (release.contains("SUSE") ? "/etc/SuSE-release" : "/etc/redhat-release") : "/etc/os-release"] =
            release
        if let tool { tree[tool] = "#!/bin/sh\n" }
        for (path, text) in texts.sorted(by: { $0.key < $1.key }) { tree[path] = text }
        return tree
    }

    /// A unit as a package brings it.
    mutating func units(_ names: String...) {
        for name in names { self["/usr/lib/systemd/system/\(name)"] = "[Service]\n" }
    }

    func with(_ edit: (inout MemoryTree) -> Void) -> MemoryTree {
        var tree = self
        edit(&tree)
        return tree
    }
}
