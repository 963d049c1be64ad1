internal import Estate
internal import Glibc
internal import Shell

extension Lab {
    /// Ends and removes all that ``up(server:)`` made, and nothing else. Unpacked packages, images and the console's key
    /// stay in the cache folder.
    ///
    /// - Returns: whether there was something to remove.
    @discardableResult
    package func down() async throws -> Bool {
        try Self.requireRoot()
        try Self.refuseInside()
        guard LocalFile.exists(layout.cache) else { return false }
        let lock = try LabLock(layout.lock)
        defer { withExtendedLifetime(lock) {} }
        let existed = LocalFile.exists(layout.state) || !ProcessTable.read().belonging(to: layout.state).isEmpty
        if existed { try await step("Removing the lab") { try await remove() } }
        return existed
    }

    func remove() async throws {
        try await end(processes: { $0.belonging(to: layout.state) })
        for path in (LocalFile.text(layout.outside) ?? "").split(separator: "\n") {
            // Only if it is empty: what others have put there meanwhile is theirs.
            rmdir(String(path))
        }
        try await Shell.check(Command("rm", "--recursive", "--force", "--one-file-system", layout.state))
    }
}
