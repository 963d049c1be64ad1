@testable import BlockExport
import Foundation

/// Writes lives as their tools do: the marks that each keeps, and nothing else. What was there before stays.
final class LifeWriter {
    static let mebibyte: UInt64 = 1 << 20
    private var templates: [UInt64: [(bytes: [UInt8], offset: UInt64)]] = [:]

    func write(_ life: Life, on size: UInt64) throws -> Written {
        var written = Written()
        var range = 0..<size
        switch life.table {
        case .none: break
        case .mbr:
            written.put(Marks.masterBootRecord(size), 0)
            range = Self.mebibyte..<(size - Self.mebibyte)
        case .gpt:
            for (bytes, offset) in Marks.guidTable(size) { written.put(bytes, offset) }
            range = Self.mebibyte..<(size - Self.mebibyte)
        }
        range = arrayMember(life, range, &written)
        if life.hasVolumes { range = volumes(range, &written) }
        if life.isEncrypted { written.put(Array("LUKS".utf8) + [0xBA, 0xBE, 0, 2], range.lowerBound) }
        if life.isEncrypted || life.array != .none { scatter(life, range, &written) }
        if !life.isEncrypted { try content(life, range, &written) }
        return written
    }

    private func arrayMember(_ life: Life, _ range: Range<UInt64>, _ written: inout Written) -> Range<UInt64> {
        let size = UInt64(range.count)
        let mark = Marks.little(UInt32(0xA92B_4EFC)) + Marks.little(UInt32(life.array == .old ? 0 : 1))
        let offset: UInt64
        switch life.array {
        case .none: return range
        case .old: offset = size / 65536 * 65536 - 65536
        case .atEnd: offset = (size / 512 - 16) / 8 * 8 * 512
        case .atStart: offset = 0
        case .usual: offset = 4096
        }
        written.put(mark, range.lowerBound + offset)
        let isInFront = life.array == .atStart || life.array == .usual
        return isInFront
            ? (range.lowerBound + Self.mebibyte)..<range.upperBound : range.lowerBound..<(range.lowerBound + offset)
    }

    private func volumes(_ range: Range<UInt64>, _ written: inout Written) -> Range<UInt64> {
        for (bytes, offset) in Marks.physicalVolume(Marks.groupText, size: UInt64(range.count)) {
            written.put(bytes, range.lowerBound + offset)
        }
        let start = range.lowerBound + Self.mebibyte + 8 * Self.mebibyte
        return start..<(start + 16 * Self.mebibyte)
    }

    /// Data all over the range, its first and last block included.
    private func scatter(_ life: Life, _ range: Range<UInt64>, _ written: inout Written) {
        var random = SeededRandom(life.seed)
        let block: UInt64 = 4096
        let blocks = UInt64(range.count) / block
        for number in [blocks - 1] + (0..<40).map({ _ in UInt64.random(in: 4..<blocks, using: &random) }) {
            let byte = UInt8.random(in: 1...255, using: &random)
            written.put([UInt8](repeating: byte, count: Int(block)), range.lowerBound + number * block)
        }
    }

    private func content(_ life: Life, _ range: Range<UInt64>, _ written: inout Written) throws {
        switch life.content {
        case .ext:
            for (bytes, offset) in try fileSystem(UInt64(range.count)) { written.put(bytes, range.lowerBound + offset) }
        case .swap:
            var page = [UInt8](repeating: 0, count: 4096)
            page.replaceSubrange(
                1024..<1032, with: Marks.little(UInt32(1)) + Marks.little(UInt32(range.count / 4096 - 1)))
            page.replaceSubrange(4086..<4096, with: Array("SWAPSPACE2".utf8))
            written.put(page, range.lowerBound)
            scatter(life, range, &written)
        case .raw:
            // A raw volume begins at its start.
            written.put([UInt8](repeating: 0x5A, count: 8192), range.lowerBound)
            scatter(life, range, &written)
        }
    }

    /// An ext4 of so many bytes with a file in it: what of it is not zero.
    private func fileSystem(_ size: UInt64) throws -> [(bytes: [UInt8], offset: UInt64)] {
        if let made = templates[size] { return made }
        let disk = try DiskFile(bytes: size / 4096 * 4096)
        let folder = disk.path + ".d"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(repeating: 0x77, count: 3 << 20).write(to: URL(fileURLWithPath: folder + "/file"))
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-b", "4096", "-d", folder, disk.path])
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: disk.path)))
        let made = bytes.withUnsafeBytes { buffer in
            Bytes.dataRuns(buffer, granule: 4096).map { (bytes: Array(buffer[$0]), offset: UInt64($0.lowerBound)) }
        }
        templates[size] = made
        return made
    }
}
