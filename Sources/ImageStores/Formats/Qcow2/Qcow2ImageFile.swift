internal import BlockExport
internal import Estate

/// A qcow2 in a file of an SR that we write, read and written as the disk that it holds.
///
/// Our own writer, since `qemu-nbd` costs a second socket for every byte, which took 1.5 times as long as `qemu-img convert`
/// takes. It knows only images that it made; all others go through ``QemuImageFile``. Data is written before the entry that
/// leads to it, so a killed copy finds all that it wrote. Reference counts are written at the end, until then the image is
/// marked as dirty. `qemu-img check` has the last word before an image gets its name.
actor Qcow2ImageFile: ImageFile {
    nonisolated let label: String
    let file: any ImageFile
    let layout: Qcow2Layout
    private let contentBytes: UInt64
    var map: Qcow2Map
    /// L2 tables that are in use, or are being made so.
    var tables: [Int: Task<Void, any Error>] = [:]
    /// Clusters that are filled with zeros before a part of them is written.
    var filling: [Int: Task<Void, any Error>] = [:]

    private init(_ file: any ImageFile, _ bytes: UInt64, _ map: Qcow2Map) {
        label = file.label
        self.file = file
        layout = map.layout
        contentBytes = bytes
        self.map = map
    }

    /// Makes an empty image in an empty file.
    static func create(in file: any ImageFile, bytes: UInt64) async throws -> Qcow2ImageFile {
        let layout = Qcow2Layout(bytes: bytes)
        try await file.truncate(to: layout.firstRegion)
        try await file.write(Qcow2Header(layout: layout, isUnfinished: true).bytes, at: 0)
        return Qcow2ImageFile(file, bytes, Qcow2Map(layout))
    }

    /// Opens an image to go on with it; nil when it is not one that this writer made for a disk of this size.
    static func reopen(_ file: any ImageFile, bytes: UInt64) async throws -> Qcow2ImageFile? {
        let layout = Qcow2Layout(bytes: bytes)
        let head = try await file.read(at: 0, count: Qcow2Header.paddedByteCount)
        let header = Qcow2Header(layout: layout, isUnfinished: true)
        guard header.isTwin(of: head) else { return nil }
        var map = Qcow2Map(layout)
        var used: [Int] = []
        let l1 = try await file.read(at: layout.l1Offset, count: layout.tables * 8)
        guard l1.count == layout.tables * 8 else { return nil }
        for table in 0..<layout.tables {
            let entry = l1.big(UInt64.self, at: table * 8)
            if entry == 0 { continue }
            guard entry == layout.tableOffset(table) | Qcow2Entry.copied else { return nil }
            let l2 = try await file.read(at: layout.tableOffset(table), count: Int(Qcow2Layout.clusterBytes))
            for index in 0..<(l2.count / 8) {
                let entry = l2.big(UInt64.self, at: index * 8)
                if entry != 0, !map.take(entry, for: table * Qcow2Layout.tableEntries + index) { return nil }
            }
            used.append(table)
        }
        guard map.usedByPlace() != nil else { return nil }
        let image = Qcow2ImageFile(file, bytes, map)
        await image.adopt(used)
        // What a killed writer left after the last region is in the way of the next one.
        try await file.write(header.bytes, at: 0)
        if try await file.size() > map.end { try await file.truncate(to: map.end) }
        return image
    }

    private func adopt(_ used: [Int]) {
        for table in used { tables[table] = Task {} }
    }

    /// Bytes of the disk, without what rounding up to 512 added.
    func size() async throws -> UInt64 { contentBytes }

    func truncate(to bytes: UInt64) async throws {
        throw Failure(
            "set the size of the image", on: label, because: "it keeps the size that it was made with",
            next: "make a new one")
    }

    func sync() async throws { try await file.sync() }

    /// Writes the reference counts, and takes the mark of an unfinished image away.
    func finish() async throws {
        for task in tables.values { try await task.value }
        guard let used = map.usedByPlace() else {
            throw Failure(
                "finish the image", on: label, because: "two parts of the disk lie at one place in it",
                next: "remove it and copy the disk again", exit: .unproved)
        }
        let counts = Qcow2Counts(layout: layout, tables: Set(tables.keys), regions: used)
        try await file.truncate(to: counts.end)
        for block in 0..<counts.blocks {
            try Task.checkCancellation()
            try await file.write(counts.block(block), at: counts.offset(block))
        }
        try await file.write(counts.table, at: layout.countTableOffset)
        try await file.sync()
        try await file.write(Qcow2Header(layout: layout, isUnfinished: false).bytes, at: 0)
        try await file.sync()
    }

    func close() async throws { try await file.close() }
}
