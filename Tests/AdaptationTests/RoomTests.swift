import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: a boot partition is filled half-way, and the guest is left between two states.
@Suite struct RoomTests {
    private func draft(_ tree: MemoryTree) throws -> Draft {
        var guest = FieldTrees.vmwareRHEL7
        guest.tree = tree
        return try guest.outcome().draft
    }

    private func needs(_ edit: (inout MemoryTree) -> Void = { _ in }) throws -> RoomNeeds {
        let draft = try draft(FieldTrees.vmwareRHEL7.tree)
        return try RoomNeeds(of: draft, in: FieldTrees.vmwareRHEL7.tree.with(edit), guest: "a.img")
    }

    private static let blk = "/usr/lib/modules/3.10.0-1160.el7.x86_64/kernel/drivers/virtio_blk.ko"

    @Test func `case 20: all drivers of a boot partition are counted before the first byte`() throws {
        let before = try #require(try needs().folders["/boot"])
        let larger = try needs { $0.set(Self.blk, [UInt8](repeating: 1, count: 100_000)) }.folders["/boot"]
        #expect(larger == before + 100_000 - UInt64("elf virtio_blk".utf8.count))
    }

    @Test func `case 20: a driver that is a link counts what it leads to`() throws {
        let linked = try needs {
            $0.set("/opt/weak.ko", [UInt8](repeating: 1, count: 100_000))
            $0.link(Self.blk, to: "/opt/weak.ko")
        }
        #expect((linked.folders["/boot"] ?? 0) > 100_000)
    }

    @Test(arguments: ["gone", "dangling"])
    func `case 20: a driver whose size nobody can tell is refused, not taken for nothing`(kind: String) throws {
        let error = #expect(throws: Failure.self) {
            try needs { tree in
                tree.link(Self.blk, to: kind == "gone" ? "/nowhere.ko" : Self.blk)
            }
        }
        #expect(error?.exit == .refused)
        #expect(error?.next.contains("nothing was changed") == true)
    }

    @Test func `case 20: a copied loader takes room on its partition as well`() throws {
        let guest = FieldTrees.fedoraBtrfs
        let draft = try guest.outcome().draft
        let loader = "/boot/efi/EFI/fedora/shimx64.efi"
        let tree = guest.tree.with { $0.set(loader, [UInt8](repeating: 1, count: 50_000)) }
        #expect((try RoomNeeds(of: draft, in: tree, guest: "a").folders["/boot/efi/EFI"] ?? 0) > 50_000)
    }
}
