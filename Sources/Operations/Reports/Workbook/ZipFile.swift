internal import BlockExport
internal import Estate

/// A ZIP archive of small files that are stored as they are (PKWARE APPNOTE 6.3.10, method 0). The same files give the
/// same bytes: all are dated 1 January 1980, the first day that the format knows.
struct ZipFile {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0
    private static let most = 0xFFFF_FFFE

    /// - Throws: ``Failure`` for more than 4 GiB or 65,534 files in all: the plain format ends there.
    mutating func add(_ name: String, _ content: [UInt8]) throws(Failure) {
        let start = bytes.count
        guard start + content.count + directory.count < Self.most - 0xFFFF, count < 0xFFFE else {
            throw Failure(
                "write the workbook", on: name, because: "it would be larger than 4 GiB",
                next: "write a folder of CSV files: p2v report -o FOLDER/")
        }
        let path = Array(name.utf8)
        var common = Little()
        // Version 2.0, names in UTF-8, stored, 00:00:00, 1980-01-01.
        common.put(20, 0x0800, 0, 0, 0x0021)
        common.put(long: CRC32.of(content), UInt32(content.count), UInt32(content.count))
        common.put(UInt16(path.count), 0)
        for part in [[0x50, 0x4B, 3, 4], common.bytes, path, content] { bytes += part }
        var entry = Little()
        // No comment, first disk, no attributes inside or outside.
        entry.put(0, 0, 0)
        entry.put(long: 0, UInt32(start))
        for part in [[0x50, 0x4B, 1, 2, 20, 3], common.bytes, entry.bytes, path] { directory += part }
        count += 1
    }

    /// The whole archive.
    var data: [UInt8] {
        var end = Little()
        end.put(0, 0, UInt16(count), UInt16(count))
        end.put(long: UInt32(directory.count), UInt32(bytes.count))
        end.put(0)
        let sign: [UInt8] = [0x50, 0x4B, 5, 6]
        return bytes + directory + sign + end.bytes
    }

    /// Numbers with the lowest byte first.
    private struct Little {
        private(set) var bytes: [UInt8] = []

        mutating func put(_ numbers: UInt16...) {
            for number in numbers {
                bytes += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
            }
        }

        mutating func put(long numbers: UInt32...) {
            for number in numbers { put(UInt16(truncatingIfNeeded: number), UInt16(truncatingIfNeeded: number >> 16)) }
        }
    }
}
