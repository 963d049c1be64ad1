internal import Estate
internal import Guestfs

/// What a draft will write, counted before the first byte (case 20). A size that is not known is not nothing: then nobody
/// can say that there is room.
struct RoomNeeds: Sendable, Hashable {
    /// Bytes and inodes on the root. Each changed file keeps its original, so twice its size is counted; a margin stays for
    /// what the guest writes at its first boot.
    var rootBytes: UInt64
    var inodes: UInt64
    /// Bytes that initramfs files grow by, and bytes of copied loaders, by folder: all of them, as a boot partition holds
    /// several.
    var folders: [String: UInt64] = [:]

    /// - Throws: ``Failure``, refused, when a size cannot be asked.
    init(of draft: Draft, in tree: any GuestTree, guest: String) throws {
        let texts = draft.operations.compactMap { operation -> Int? in
            guard case .write(let path, _) = operation else { return nil }
            return draft.facts.files[path]?.content.count
        }
        rootBytes = UInt64(texts.reduce(0, +)) * 2 + (4 << 20)
        inodes = UInt64(draft.operations.count) * 3 + 20
        for operation in draft.operations {
            switch operation {
            case .addDrivers(let plan):
                guard let real = tree.resolved(plan.initramfs) else {
                    throw Self.unknown(plan.initramfs, guest, because: "it is gone")
                }
                for module in plan.modules {
                    folders[Applier.folder(of: real), default: 0] += try Self.bytes(
                        of: "\(plan.folder)/\(module.path)", tree, guest)
                }
            case .copy(let path, let target):
                folders[Self.nearestFolder(of: target, tree), default: 0] += try Self.bytes(of: path, tree, guest)
            default: continue
            }
        }
    }

    /// A file of weak-updates is a link: what it leads to counts.
    private static func bytes(of path: String, _ tree: any GuestTree, _ guest: String) throws -> UInt64 {
        guard let real = tree.resolved(path), let status = tree.status(of: real), status.kind == .regular else {
            throw unknown(path, guest, because: "nothing of this name can be read, and the guest's tables name it")
        }
        return status.bytes
    }

    /// The folder may still have to be made.
    private static func nearestFolder(of path: String, _ tree: any GuestTree) -> String {
        var folder = Applier.folder(of: path)
        while folder != "/", tree.resolved(folder) == nil { folder = Applier.folder(of: folder) }
        return folder
    }

    private static func unknown(_ path: String, _ guest: String, because reason: String) -> Failure {
        Failure(
            "count the room that \(path) takes", on: guest, because: reason,
            next:
                "install the package of the kernel or the loader anew on the server, and copy again; nothing was changed",
            exit: .refused)
    }
}
