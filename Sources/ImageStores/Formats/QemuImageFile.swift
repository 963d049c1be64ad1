internal import Estate
internal import Foundation
internal import NBD

/// The disk in an image of a format of QEMU's that we did not write, through a `qemu-nbd` of its own.
///
/// `qemu-nbd` runs beside us and ends with the connection, also when this process is killed. A flush reaches the image's
/// own tables, so what was synced survives its end.
final class QemuImageFile: ImageFile {
    let label: String
    private let location: String
    private let format: ImageFormat
    private let bytes: UInt64
    private let writing: Bool
    private let connection: NBDConnection

    /// - Parameters:
    ///   - location: `nfs://server/export/file`, or a path.
    ///   - bytes: of the disk; the image's own size is rounded up to 512.
    init(location: String, format: ImageFormat, bytes: UInt64, writing: Bool) async throws {
        label = location
        self.location = location
        self.format = format
        self.bytes = bytes
        self.writing = writing
        let options = try QemuImage.options(location, format: format.qemuName)
        let access = writing ? ["--discard=unmap"] : ["--read-only"]
        let errors = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-\(UUID().uuidString).log").path
        defer { try? FileManager.default.removeItem(atPath: errors) }
        do {
            connection = try await NBDConnection(
                activating: ["qemu-nbd"] + access + ["--image-opts", options], errors: errors)
        } catch {
            throw Failure(
                "open the image", on: location, because: "qemu-nbd: \(error)",
                next: "check that qemu-utils is installed and that nothing else uses the image")
        }
        guard connection.size == (bytes + 511) / 512 * 512 else {
            throw Failure(
                "open the image", on: location, because: "it holds \(connection.size) bytes, the disk has \(bytes)",
                next: "remove it if it is not wanted, and copy again", exit: .refused)
        }
    }

    func size() async throws -> UInt64 { bytes }

    func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        guard offset < bytes else { return [] }
        let length = Int(min(UInt64(count), bytes - offset))
        return try await run("read") { () throws(NBDError) in try await connection.read(at: offset, count: length).bytes
        }
    }

    func dataRanges() async throws -> [Range<UInt64>]? {
        guard connection.tellsAllocation else { return nil }
        return try await run("find the holes of") { () async throws(NBDError) in
            var ranges: [Range<UInt64>] = []
            var at: UInt64 = 0
            while at < bytes {
                let extents = try await connection.extents(in: at..<min(at + 1 << 31, bytes))
                guard let end = extents.last?.range.upperBound, end > at else { return nil }
                ranges += extents.filter(\.used).map(\.range)
                at = end
            }
            return ranges
        }
    }

    func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws {
        try await run("write") { () throws(NBDError) in try await connection.write(bytes[range], at: offset) }
    }

    func zero(_ range: Range<UInt64>) async throws {
        try await run("clear") { () throws(NBDError) in try await connection.zero(range) }
    }

    func truncate(to bytes: UInt64) async throws {
        throw Failure(
            "set the size of the image", on: label, because: "it keeps the size that it was made with",
            next: "make a new one")
    }

    func sync() async throws {
        guard writing else { return }
        try await run("sync") { () throws(NBDError) in try await connection.flush() }
    }

    /// Ends `qemu-nbd`, gives back clusters that killed copies lost, and checks the image.
    func finish() async throws {
        try await sync()
        await connection.end()
        let problems = try await QemuImage.problems(of: location, format: format, repair: true)
        guard problems.isEmpty else {
            throw Failure(
                "finish the image", on: label, because: problems.joined(separator: "; "),
                next: "remove it and copy the disk again", exit: .unproved)
        }
    }

    func close() async throws { await connection.end() }

    private func run<T: Sendable>(_ verb: String, _ body: () async throws(NBDError) -> T) async throws -> T {
        do throws(NBDError) { return try await body() } catch {
            throw StoreFailure.make("\(verb) the image", on: label, code: error.code, words: "\(error)")
        }
    }
}
