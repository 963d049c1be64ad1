internal import Estate
internal import Foundation
internal import Shell

/// util-linux on this machine, asked about a sparse file that holds the ends of the disk and of one of its partitions.
///
/// libblkid knows other marks than p2v-source, in other code; sfdisk reads the table. The file also holds the tables of logical
/// partitions, each in a place of its own.
actor BlkidWitness: OwnerWitness {
    private let diskBytes: UInt64
    private let read: @Sendable (Range<UInt64>) async throws -> [UInt8]
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-\(UUID().uuidString)").path
    private var file: FileHandle?
    private var disk: [String: String] = [:]
    private var partitions: [Range<UInt64>] = []
    /// What was said of a partition, or of the disk.
    private var verdicts: [Range<UInt64>: String?] = [:]

    private static let sectorBytes: UInt64 = 512
    /// More logical partitions are not looked at.
    private static let mostLogical = 128
    /// All marks that libblkid knows lie within this of an end.
    private static let endBytes: UInt64 = 4 << 20
    private static let believed: Set<String> = ["ext2", "ext3", "ext4", "xfs", "btrfs", "LVM2_member"]

    /// - Parameter read: reads the disk as it is; what is called free, too.
    init(diskBytes: UInt64, read: @escaping @Sendable (Range<UInt64>) async throws -> [UInt8]) {
        (self.diskBytes, self.read) = (diskBytes, read)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private struct Table: Decodable {
        struct Partition: Decodable {
            var start: UInt64
            var size: UInt64
            var type: String?

            /// It holds logical partitions.
            var isExtended: Bool { ["5", "f", "85"].contains(type) }
        }
        struct Content: Decodable {
            var sectorsize: UInt64?
            var partitions: [Partition]?
        }
        var partitiontable: Content
    }

    package func objection(to range: Range<UInt64>) async throws -> String? {
        let file = try await opened()
        guard disk["PTTYPE"] != nil else { return objection(disk) }
        if let type = disk["TYPE"] ?? disk["AMBIVALENT"] { return "the disk has a partition table, and is \(type)" }
        let around = partitions.first { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
        guard let partition = around else { return "no partition is seen there" }
        if let verdict = verdicts[partition] { return verdict }
        try await copyEnds(of: partition, to: file)
        let verdict = objection(try await values(partition))
        verdicts[partition] = .some(verdict)
        return verdict
    }

    package func partitions() async throws -> [Range<UInt64>] {
        // Without this mark there is no table of either kind; most empty disks have none.
        guard diskBytes >= 512, try await read(0..<512).suffix(2) == [0x55, 0xAA] else { return [] }
        _ = try await opened()
        return partitions
    }

    /// The sparse file with the ends of the disk, made once.
    private func opened() async throws -> FileHandle {
        if let file { return file }
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let made = FileHandle(forWritingAtPath: path)
        else { throw failure("it has no room for a temporary file") }
        try made.truncate(atOffset: diskBytes)
        try await copyEnds(of: 0..<diskBytes, to: made)
        disk = try await values(0..<diskBytes)
        if disk["PTTYPE"] != nil {
            var entries = try await table()
            if let extended = entries.first(where: { $0.isExtended })?.range {
                try await copyTables(of: extended, to: made)
                entries = try await table()
            }
            partitions = entries.filter { !$0.isExtended }.map(\.range)
        }
        file = made
        return made
    }

    private func objection(_ found: [String: String]) -> String? {
        guard found["AMBIVALENT"] == nil else { return "several owners have left their marks" }
        guard let type = found["TYPE"] else { return "blkid sees no owner" }
        return Self.believed.contains(type) ? nil : "blkid sees \(type)"
    }

    private func copyEnds(of range: Range<UInt64>, to file: FileHandle) async throws {
        let middle = range.lowerBound + UInt64(range.count) / 2
        for end in [
            range.lowerBound..<min(range.lowerBound + Self.endBytes, middle),
            max(range.upperBound - min(Self.endBytes, range.upperBound), middle)..<range.upperBound,
        ] where !end.isEmpty {
            try file.seek(toOffset: end.lowerBound)
            try file.write(contentsOf: Data(try await read(end)))
        }
    }

    /// What `blkid` prints, and `AMBIVALENT` where it cannot decide.
    private func values(_ range: Range<UInt64>) async throws -> [String: String] {
        let output = try await Shell.run(
            Command([
                "/usr/sbin/blkid", "-p", "-o", "export", "-O", String(range.lowerBound), "-S", String(range.count),
                path,
            ]))
        // blkid(8): 2 nothing was found, 8 ambivalent.
        if output.status == 8 { return ["AMBIVALENT": "something else"] }
        guard output.status == 0 || output.status == 2 else { throw failure(output) }
        let pairs: [(String, String)] = output.text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: "=", maxSplits: 1)
            return words.count == 2 ? (String(words[0]), String(words[1])) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func table() async throws -> [(range: Range<UInt64>, isExtended: Bool)] {
        let output = try await Shell.run(Command(["/usr/sbin/sfdisk", "--json", path]))
        guard output.status == 0 else { throw failure(output) }
        let table: Table.Content
        do { table = try JSONDecoder().decode(Table.self, from: Data(output.text.utf8)).partitiontable } catch {
            throw failure("what sfdisk says of its partition table is not understood: \(error)")
        }
        let sector = table.sectorsize ?? Self.sectorBytes
        return (table.partitions ?? []).compactMap { partition in
            let (start, low) = partition.start.multipliedReportingOverflow(by: sector)
            let (count, high) = partition.size.multipliedReportingOverflow(by: sector)
            guard !low, !high, start < diskBytes, count <= diskBytes - start else { return nil }
            return (start..<(start + count), partition.isExtended)
        }
    }

    /// In front of each logical partition lies a table of two entries: the partition, and the next table.
    private func copyTables(of extended: Range<UInt64>, to file: FileHandle) async throws {
        var at = extended.lowerBound
        for _ in 0..<Self.mostLogical where at + Self.sectorBytes <= extended.upperBound {
            let table = try await read(at..<(at + Self.sectorBytes))
            try file.seek(toOffset: at)
            try file.write(contentsOf: Data(table))
            let next = table[462..<478]
            let start = next.suffix(8).prefix(4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard table.suffix(2) == [0x55, 0xAA], [0x05, 0x0F, 0x85].contains(next[466]), start > 0 else { return }
            at = extended.lowerBound + start * Self.sectorBytes
        }
    }

    private func failure(_ output: Output) -> Failure {
        failure("util-linux ended with status \(output.status): \(output.standardError)")
    }

    private func failure(_ because: String) -> Failure {
        Failure(
            "look at the ends of the disk", on: "this machine", because: because,
            next: "make room in the temporary folder, install util-linux (blkid, sfdisk), or copy again with --whole",
            exit: .unproved)
    }
}
