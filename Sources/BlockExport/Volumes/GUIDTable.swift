/// A GPT (UEFI Specification, chapter 5): a header behind the first sector, its copy in the last one.
enum GUIDTable {
    private static let signature = Array("EFI PART".utf8)

    /// - Returns: the partitions, and whether the copy at the end says the same.
    static func read(_ device: BlockDevice) throws(ExportError) -> ([Partition], isWhole: Bool) {
        let sector = UInt64(device.sectorBytes)
        guard let header = try header(device, at: sector) else { throw ExportError("damaged GPT") }
        let count = Int(header.little(UInt32.self, at: 80))
        let size = Int(header.little(UInt32.self, at: 84))
        guard count <= 1024, size >= 128, size <= 4096,
            let start = header.little(UInt64.self, at: 72).times(sector)
        else { throw ExportError("damaged GPT") }
        let entries = try device.bytes(at: start, count: count * size)
        guard CRC32.of(entries) == header.little(UInt32.self, at: 88) else { throw ExportError("damaged GPT entries") }
        let found: [Partition] = (0..<count).compactMap { index in
            let at = index * size
            guard entries[at..<(at + 16)].contains(where: { $0 != 0 }) else { return nil }
            let (first, last) = (entries.little(UInt64.self, at: at + 32), entries.little(UInt64.self, at: at + 40))
            guard first <= last, last < device.size / sector else { return nil }
            let type = identifier(Array(entries[at..<(at + 16)]))
            return Partition(range: (first * sector)..<((last + 1) * sector), kind: Partition.kind(ofGPT: type))
        }
        return (found, try isWhole(device, header))
    }

    /// Whether a header lies at either end, sound or not.
    static func isAnywhere(_ device: BlockDevice) throws(ExportError) -> Bool {
        let sector = UInt64(device.sectorBytes)
        for offset in [sector, device.size / sector * sector - sector] where device.size >= 2 * sector {
            if try device.bytes(at: offset, count: 8) == signature { return true }
        }
        return false
    }

    /// The copy lies in the last sector, is sound, and names the same disk and the same entries.
    private static func isWhole(_ device: BlockDevice, _ first: [UInt8]) throws(ExportError) -> Bool {
        let sector = UInt64(device.sectorBytes)
        let last = device.size / sector * sector - sector
        guard let copy = try header(device, at: last) else { return false }
        return copy[56..<72] == first[56..<72] && copy[80..<92] == first[80..<92]
    }

    /// The header, where its checksum fits.
    private static func header(_ device: BlockDevice, at offset: UInt64) throws(ExportError) -> [UInt8]? {
        let header = try device.bytes(at: offset, count: 92)
        var zeroed = header
        for index in 16..<20 { zeroed[index] = 0 }
        guard header.starts(with: signature), CRC32.of(zeroed) == header.little(UInt32.self, at: 16) else { return nil }
        return header
    }

    /// As it is printed: three numbers in little-endian order, then bytes.
    private static func identifier(_ bytes: [UInt8]) -> String {
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
        var text = ""
        for (index, place) in order.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            let digits = String(bytes[place], radix: 16, uppercase: true)
            text += digits.utf8.count == 1 ? "0" + digits : digits
        }
        return text
    }
}
