extension ChunkStore {
    /// Removes chunks that `kept` does not name, and what killed runs left half written. Only under the repository's lease.
    ///
    /// - Parameter isTrial: counts only.
    func sweep(keeping kept: Set<ChunkID>, isTrial: Bool) throws -> (removed: Int, kept: Int) {
        var counts = (removed: 0, kept: 0)
        for folder in try DurableFile.names(in: path) where folder.utf8.count == 4 {
            for name in try DurableFile.names(in: "\(path)/\(folder)") {
                guard Self.isOurs(name, in: folder) else { continue }
                if let id = Self.id(name), kept.contains(id) {
                    counts.kept += 1
                } else {
                    counts.removed += 1
                    if !isTrial { try DurableFile.remove("\(path)/\(folder)/\(name)") }
                }
            }
        }
        return counts
    }

    private static func id(_ name: String) -> ChunkID? {
        name.hasSuffix(ending) ? ChunkID(hex: name.dropLast(ending.count)) : nil
    }

    /// What is neither a chunk nor a part of one is somebody else's.
    private static func isOurs(_ name: String, in folder: String) -> Bool {
        name.hasPrefix(DurableFile.mark) || id(name) != nil && name.hasPrefix(folder)
    }
}
