internal import Foundation
internal import ImageStores
internal import Testing

@testable internal import Doctor

/// One VHD that XenServer's scan does not take hides every image of its SR, and the error says neither which nor why.
@Suite final class ImagesCheckTests {
    private let folder = NSTemporaryDirectory() + "p2v-images-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func make(_ name: String, format: ImageFormat = .vhd, blocks: UInt64 = 4, id: UInt8 = 1) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let store = try DirectoryImageStore(path: folder)
        let image = try await store.stage(name, format: format, bytes: blocks << 21)
        try await image.file.write([1], at: 0)
        try await image.file.write([2], at: blocks << 21 - 1)
        try await image.file.finish()
        try await image.file.close()
        try FileManager.default.moveItem(atPath: "\(folder)/\(name).part", toPath: "\(folder)/\(name)")
        try edit(name) { bytes in
            let footers = bytes[..<8].elementsEqual("conectix".utf8) ? [0, bytes.count - 512] : [bytes.count - 512]
            for at in footers {
                for place in 68..<84 { bytes[at + place] = id }
                Self.seal(&bytes, at, 64, 512)
            }
        }
    }

    private func edit(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(name)")
        var bytes = Array(try Data(contentsOf: url))
        change(&bytes)
        try Data(bytes).write(to: url)
    }

    /// The checksum of the structure at `start`: the one's complement of the sum of its other bytes.
    private static func seal(_ bytes: inout [UInt8], _ start: Int, _ place: Int, _ count: Int) {
        for index in 0..<4 { bytes[start + place + index] = 0 }
        let sum = ~bytes[start..<(start + count)].reduce(UInt32(0)) { $0 &+ UInt32($1) }
        for index in 0..<4 { bytes[start + place + index] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32(index))) }
    }

    /// Makes a snapshot's of a dynamic VHD, written out by the specification.
    private func difference(_ name: String, parent: String, id: UInt8) throws {
        try edit(name) { bytes in
            for at in [0, bytes.count - 512] {
                bytes[at + 63] = 4
                Self.seal(&bytes, at, 64, 512)
            }
            for place in 40..<56 { bytes[512 + place] = id }
            for (index, unit) in parent.utf16.enumerated() {
                bytes[512 + 64 + index * 2] = UInt8(unit >> 8)
                bytes[512 + 65 + index * 2] = UInt8(truncatingIfNeeded: unit)
            }
            Self.seal(&bytes, 512, 36, 1024)
        }
    }

    private func findings() async -> [Finding] {
        await ImagesCheck("sr") { [folder] in try DirectoryImageStore(path: folder) }.findings()
    }

    private enum Damage: String, CaseIterable {
        case footer, header, table, overlap, cut, entries, size, empty
    }

    private static let words: [Damage: String] = [
        .footer: "no footer", .header: "header is damaged", .table: "past the end", .overlap: "over what is before it",
        .cut: "no footer", .entries: "3 entries for 4 blocks", .size: "2040 GiB", .empty: "which no VHD has",
    ]

    @Test func `of two VHDs the broken one is named with what is wrong, whatever is broken, and its brother is not`()
        async throws
    {
        try await make("good.vhd")
        #expect(await findings().map(\.level) == [.ok])
        for damage in Damage.allCases {
            try? FileManager.default.removeItem(atPath: folder + "/bad.vhd")
            try await make("bad.vhd")
            try edit("bad.vhd") { Self.damage(&$0, damage) }
            let found = await findings()
            #expect(found.map(\.level) == [.problem], "\(damage): \(found)")
            #expect(found.first?.seen.contains("bad.vhd: ") == true)
            #expect(found.first?.seen.contains(Self.words[damage] ?? "?") == true, "\(damage): \(found)")
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ damage: Damage) {
        switch damage {
        case .footer: bytes[bytes.count - 512 + 50] ^= 1
        case .header: bytes[512] ^= 1
        case .table: bytes[1536 + 1] = 1
        case .overlap: bytes.replaceSubrange(1536..<1540, with: bytes[1548..<1552])
        case .cut: bytes.removeLast(4096)
        case .entries:
            bytes[512 + 31] = 3
            seal(&bytes, 512, 36, 1024)
        case .size:
            for at in [0, bytes.count - 512] {
                bytes[at + 50] = 2
                seal(&bytes, at, 64, 512)
            }
        case .empty: bytes = []
        }
    }

    @Test func `a fixed VHD is named`() async throws {
        let elsewhere = folder
        try await make("bad.vhd", format: .vhdFixed)
        let found = await findings()
        #expect(
            found.map(\.level) == [.problem] && found[0].seen.contains("bad.vhd: it is a fixed VHD"), "\(elsewhere)")
    }

    // XenServer's own: tables with room to grow, and snapshots. Naming one as broken has it moved away.
    @Test func `images that XenServer itself makes are whole`() async throws {
        try await make("parent.vhd", id: 7)
        try await make("child.vhd")
        try difference("child.vhd", parent: "parent.vhd", id: 7)
        #expect(await findings().map(\.level) == [.ok])
        try edit("parent.vhd") { bytes in
            // The table's room is a whole sector: 128 entries.
            bytes[512 + 31] = 128
            Self.seal(&bytes, 512, 36, 1024)
        }
        #expect(await findings().map(\.level) == [.ok])
    }

    @Test func `a snapshot whose parent is gone, was replaced, or is larger is named with the parent`() async throws {
        try await make("child.vhd")
        try difference("child.vhd", parent: "./parent.vhd", id: 7)
        #expect(await findings().map(\.seen) == ["child.vhd: its parent parent.vhd is not there"])
        try await make("parent.vhd", id: 8)
        #expect(await findings().map(\.seen) == ["child.vhd: its parent parent.vhd is another image by now"])
        try FileManager.default.removeItem(atPath: folder + "/parent.vhd")
        try await make("parent.vhd", blocks: 5, id: 7)
        #expect(await findings().map(\.seen) == ["child.vhd: its parent parent.vhd is larger than it"])
    }
}
