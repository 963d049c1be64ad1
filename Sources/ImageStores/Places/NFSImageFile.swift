internal import Foundation
internal import NFS

/// A file on an NFS export.
struct NFSImageFile: ImageFile {
    let label: String
    let file: NFSFile

    func size() async throws -> UInt64 {
        try await run("inspect") { () throws(NFSError) in try await file.size() }
    }

    func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        try await run("read") { () throws(NFSError) in try await file.read(at: offset, count: count) }
    }

    func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws {
        try await run("write") { () throws(NFSError) in try await file.write(bytes, range: range, at: offset) }
    }

    /// NFS version 3 cannot punch holes.
    func zero(_ range: Range<UInt64>) async throws {
        try await write([UInt8](repeating: 0, count: range.count), range: 0..<range.count, at: range.lowerBound)
    }

    /// NFS version 3 tells no holes, but whether a file takes any space at all.
    func dataRanges() async throws -> [Range<UInt64>]? {
        try await run("find the holes of") { () throws(NFSError) in try await file.used() == 0 ? [] : nil }
    }

    func truncate(to bytes: UInt64) async throws {
        try await run("set the size of") { () throws(NFSError) in try await file.truncate(to: bytes) }
    }

    func sync() async throws {
        try await run("sync") { () throws(NFSError) in try await file.sync() }
    }

    func close() async throws {
        try await run("close") { () throws(NFSError) in
            do throws(NFSError) { try await file.close() } catch {
                guard error.code == EBADF else { throw error }
            }
        }
    }

    private func run<T: Sendable>(_ verb: String, _ body: () async throws(NFSError) -> T) async throws -> T {
        do throws(NFSError) { return try await body() } catch {
            throw StoreFailure.make("\(verb) the image", on: label, code: error.code, words: error.message)
        }
    }
}
