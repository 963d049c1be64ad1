internal import Foundation

extension GuestDisk {
    /// Case 15: the GPT of a disk with sectors of 4096 bytes stands at byte 4096, and a reader that takes them for 512
    /// finds no partition. Only a raw image is looked into, and only for these eight bytes.
    var logicalSectorBytes: Int? {
        if let sectorBytes { return sectorBytes }
        guard format == "raw", case .file(let path) = location, let file = FileHandle(forReadingAtPath: path) else {
            return nil
        }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 4096 + 8)).flatMap { $0 }.map { Array($0) } ?? []
        return Self.sectorBytes(head: head)
    }

    static func sectorBytes(head: [UInt8]) -> Int? {
        let sign = Array("EFI PART".utf8)
        return [512, 4096].first { head.count >= $0 + 8 && head[$0...].starts(with: sign) }
    }
}
