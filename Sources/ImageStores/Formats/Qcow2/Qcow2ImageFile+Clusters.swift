internal import BlockExport
internal import Estate

extension Qcow2ImageFile {
    private static var clusterBytes: UInt64 { Qcow2Layout.clusterBytes }

    /// A part of one region: the region, and bytes of the disk.
    private struct Piece {
        var region: Int
        var range: Range<UInt64>

        /// Where its first byte lies in its region.
        var within: UInt64 { range.lowerBound % Qcow2Layout.regionBytes }
        /// All clusters that it touches.
        var clusters: Range<Int> {
            Int(range.lowerBound / clusterBytes)..<Int((range.upperBound + clusterBytes - 1) / clusterBytes)
        }
        /// The clusters that lie in it whole.
        var wholeClusters: Range<Int> {
            let first = Int((range.lowerBound + clusterBytes - 1) / clusterBytes)
            return first..<max(first, Int(range.upperBound / clusterBytes))
        }
    }

    private func pieces(_ range: Range<UInt64>) -> [Piece] {
        var pieces: [Piece] = []
        var at = range.lowerBound
        while at < range.upperBound {
            let region = at / Qcow2Layout.regionBytes
            let end = min((region + 1) * Qcow2Layout.regionBytes, range.upperBound)
            pieces.append(Piece(region: Int(region), range: at..<end))
            at = end
        }
        return pieces
    }

    func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        let size = try await size()
        guard offset < size else { return [] }
        let range = offset..<min(size, offset + UInt64(count))
        var result = [UInt8](repeating: 0, count: range.count)
        for piece in pieces(range) {
            for run in runs(of: piece) {
                guard let region = map.offset(ofRegion: piece.region) else { continue }
                let bytes = try await file.read(
                    at: region + run.lowerBound % Qcow2Layout.regionBytes, count: run.count)
                // The last cluster of an image that is still written may not be there whole.
                let to = Int(run.lowerBound - range.lowerBound)
                result.replaceSubrange(to..<(to + bytes.count), with: bytes)
            }
        }
        return result
    }

    /// The parts of a piece that are in the file.
    private func runs(of piece: Piece) -> [Range<UInt64>] {
        var runs: [Range<UInt64>] = []
        for cluster in piece.clusters where map.has(cluster) {
            let start = UInt64(cluster) * Self.clusterBytes
            let part = (start..<(start + Self.clusterBytes)).clamped(to: piece.range)
            if let last = runs.last, last.upperBound == part.lowerBound {
                runs[runs.count - 1] = last.lowerBound..<part.upperBound
            } else {
                runs.append(part)
            }
        }
        return runs
    }

    func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws {
        let end = try check(offset..<(offset + UInt64(range.count)))
        for piece in pieces(offset..<end) {
            let region = map.offset(makingRegion: piece.region)
            for cluster in piece.clusters where !piece.wholeClusters.contains(cluster) { try await fill(cluster) }
            let from = range.lowerBound + Int(piece.range.lowerBound - offset)
            try await file.write(bytes, range: from..<(from + piece.range.count), at: region + piece.within)
            try await enter(piece.clusters)
        }
    }

    func zero(_ range: Range<UInt64>) async throws {
        _ = try check(range)
        for piece in pieces(range) {
            guard let region = map.offset(ofRegion: piece.region) else { continue }
            for cluster in piece.wholeClusters where map.has(cluster) { try await leave(cluster) }
            for run in runs(of: piece) {
                let start = region + run.lowerBound % Qcow2Layout.regionBytes
                try await file.zero(start..<(start + UInt64(run.count)))
            }
        }
    }

    private func check(_ range: Range<UInt64>) throws -> UInt64 {
        guard range.upperBound <= layout.size else {
            throw Failure(
                "write the image", on: label, because: "byte \(range.upperBound) lies past its \(layout.size) bytes",
                next: "report this")
        }
        return range.upperBound
    }

    /// Sees to it that the rest of a cluster reads as zeros when a part of it is written; everyone waits for the first.
    private func fill(_ cluster: Int) async throws {
        guard !map.has(cluster) else { return }
        let offset = map.entry(cluster) & Qcow2Entry.offsetMask
        let task =
            filling[cluster]
            ?? Task { [file] in
                try await file.write([UInt8](repeating: 0, count: Int(Self.clusterBytes)), at: offset)
            }
        filling[cluster] = task
        do { try await task.value } catch {
            filling[cluster] = nil
            throw error
        }
    }

    /// Writes the entries that lead to these clusters of one region.
    private func enter(_ clusters: Range<Int>) async throws {
        guard clusters.contains(where: { !map.has($0) }) else { return }
        var entries = [UInt8](repeating: 0, count: clusters.count * 8)
        for (index, cluster) in clusters.enumerated() { entries.putBig(map.entry(cluster), at: index * 8) }
        try await write(entries, from: clusters.lowerBound)
        map.set(clusters, present: true)
        for cluster in clusters { filling[cluster] = nil }
    }

    /// Takes a cluster out of the image: it reads as zeros, and its place in the file is a hole.
    private func leave(_ cluster: Int) async throws {
        let offset = map.entry(cluster) & Qcow2Entry.offsetMask
        try await write([UInt8](repeating: 0, count: 8), from: cluster)
        map.set(cluster..<(cluster + 1), present: false)
        try await file.zero(offset..<(offset + Self.clusterBytes))
    }

    private func write(_ entries: [UInt8], from cluster: Int) async throws {
        let table = cluster / Qcow2Layout.tableEntries
        try await prepare(table)
        let within = UInt64(cluster % Qcow2Layout.tableEntries) * 8
        try await file.write(entries, at: layout.tableOffset(table) + within)
    }

    /// The first use of an L2 table: emptied, since a copy that a power cut ended may have left something there.
    private func prepare(_ table: Int) async throws {
        let task =
            tables[table]
            ?? Task { [file, layout] in
                let offset = layout.tableOffset(table)
                try await file.write([UInt8](repeating: 0, count: Int(Self.clusterBytes)), at: offset)
                var entry = [UInt8](repeating: 0, count: 8)
                entry.putBig(offset | Qcow2Entry.copied, at: 0)
                try await file.write(entry, at: layout.l1Offset + UInt64(table) * 8)
            }
        tables[table] = task
        do { try await task.value } catch {
            tables[table] = nil
            throw error
        }
    }
}
