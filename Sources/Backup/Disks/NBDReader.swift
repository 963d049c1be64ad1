internal import Estate
internal import NBD

/// A disk that a running VM's QEMU shows as it was when the backup began.
package struct NBDReader: BlockReader {
    /// How the server is reached.
    package enum Way: Sendable, Hashable {
        /// A socket of this machine.
        case socket(String)
        /// A command whose standard input and output are the connection.
        case command([String])
        /// A server that takes its listening socket from its parent: `qemu-nbd`.
        case server([String])
    }

    package let bytes: UInt64
    private let connection: NBDConnection
    private let export: String

    /// - Parameters:
    ///   - export: the server's name of the disk.
    ///   - bitmap: QEMU's name of the bitmap of what was written since an earlier point.
    package init(_ way: Way, export: String, bitmap: String? = nil) async throws {
        self.export = export
        do throws(NBDError) {
            switch way {
            case .socket(let path):
                connection = try await NBDConnection(socket: path, export: export, bitmap: bitmap)
            case .command(let command):
                connection = try await NBDConnection(command: command, export: export, bitmap: bitmap)
            case .server(let command):
                connection = try await NBDConnection(activating: command, errors: "/dev/null")
            }
        } catch {
            throw Self.failure(export, error)
        }
        bytes = connection.size
    }

    package func usedRanges() async throws -> [Range<UInt64>]? {
        guard connection.tellsAllocation else { return nil }
        return try await all { (range) throws(NBDError) in try await connection.extents(in: range) }
    }

    package func changedRanges() async throws -> [Range<UInt64>]? {
        guard connection.tellsWrites else { return nil }
        return try await all { (range) throws(NBDError) in try await connection.written(in: range) }
    }

    package func read(_ range: Range<UInt64>) async throws -> [UInt8] {
        do throws(NBDError) {
            return try await connection.read(at: range.lowerBound, count: range.count).bytes
        } catch { throw Self.failure(export, error) }
    }

    package func close() async { await connection.end() }

    /// Nil where the server stops to answer in the middle.
    private func all(
        _ ask: (Range<UInt64>) async throws(NBDError) -> [NBDConnection.Extent]
    ) async throws -> [Range<UInt64>]? {
        var ranges: [Range<UInt64>] = []
        var at: UInt64 = 0
        while at < bytes {
            let extents: [NBDConnection.Extent]
            do throws(NBDError) { extents = try await ask(at..<min(at + 1 << 30, bytes)) } catch {
                throw Self.failure(export, error)
            }
            guard let end = extents.last?.range.upperBound, end > at else { return nil }
            ranges += extents.filter(\.used).map(\.range)
            at = end
        }
        return ranges
    }

    private static func failure(_ export: String, _ error: NBDError) -> Failure {
        Failure(
            "read the disk", on: export, because: "\(error)",
            next:
                "see whether the VM and its host still run, and back up again; what is stored already is not stored again"
        )
    }
}
