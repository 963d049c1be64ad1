internal import CLinux
internal import Foundation

/// A file in a mounted folder.
final class LocalImageFile: ImageFile {
    let label: String
    private let descriptor: Int32
    private let calls = BlockingCalls(label: "p2v.image")
    private let open = Latch()

    init(label: String, descriptor: Int32) {
        self.label = label
        self.descriptor = descriptor
    }

    deinit {
        if open.clear() { Foundation.close(descriptor) }
    }

    func size() async throws -> UInt64 {
        try await run("inspect") { descriptor in
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw SystemError.now("fstat") }
            return UInt64(status.st_size)
        }
    }

    func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        try await run("read") { descriptor in
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset) + filled)
                    if got == 0 { return }
                    if got > 0 { filled += got } else if errno != EINTR { throw SystemError.now("pread") }
                }
            }
        }
    }

    /// A file system that knows no holes calls all of it data.
    func dataRanges() async throws -> [Range<UInt64>]? {
        try await run("find the holes of") { descriptor in
            var ranges: [Range<UInt64>] = []
            var at: off_t = 0
            while true {
                let data = lseek(descriptor, at, clinux_seek_data())
                if data < 0 { return errno == ENXIO ? ranges : nil }
                let hole = lseek(descriptor, data, clinux_seek_hole())
                guard hole > data else { return nil }
                ranges.append(UInt64(data)..<UInt64(hole))
                at = hole
            }
        }
    }

    func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws {
        try await run("write") { descriptor in
            try bytes.withUnsafeBytes { all in
                var done = 0
                while done < range.count {
                    let put = pwrite(
                        descriptor, all.baseAddress! + range.lowerBound + done, range.count - done,
                        off_t(offset) + done)
                    if put >= 0 { done += put } else if errno != EINTR { throw SystemError.now("pwrite") }
                }
            }
            clinux_start_writeback(descriptor, off_t(offset), off_t(range.count))
        }
    }

    func zero(_ range: Range<UInt64>) async throws {
        let punched = try await run("clear") { descriptor in
            clinux_punch_hole(descriptor, off_t(range.lowerBound), off_t(range.count)) == 0
        }
        if !punched { try await write([UInt8](repeating: 0, count: range.count), at: range.lowerBound) }
    }

    func truncate(to bytes: UInt64) async throws {
        try await run("set the size of") { descriptor in
            guard ftruncate(descriptor, off_t(bytes)) == 0 else { throw SystemError.now("ftruncate") }
        }
    }

    func sync() async throws {
        try await run("sync") { descriptor in
            guard fdatasync(descriptor) == 0 else { throw SystemError.now("fdatasync") }
        }
    }

    func close() async throws {
        guard open.clear() else { return }
        try await run("close") { descriptor in
            guard Foundation.close(descriptor) == 0 else { throw SystemError.now("close") }
        }
    }

    private func run<T: Sendable>(
        _ verb: String, _ body: @escaping @Sendable (Int32) throws -> T
    ) async throws -> T {
        let descriptor = descriptor
        do { return try await calls.run { try body(descriptor) } } catch let error as SystemError {
            throw StoreFailure.make("\(verb) the image", on: label, code: error.code, words: "\(error)")
        }
    }
}
