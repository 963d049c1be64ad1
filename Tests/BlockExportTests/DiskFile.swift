@testable import BlockExport
import Foundation
import Testing

/// A disk in a sparse file, made with mke2fs, sfdisk and the like; no root.
final class DiskFile {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-disk-\(UUID().uuidString)").path
    let bytes: UInt64

    convenience init(mebibytes: Int) throws { try self.init(bytes: UInt64(mebibytes) << 20) }

    init(bytes: UInt64) throws {
        self.bytes = bytes
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: bytes)
        try file.close()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func run(_ program: String, _ arguments: [String], input: String = "") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ["PATH": "/usr/sbin:/sbin:/usr/bin:/bin"]
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        pipe.fileHandleForWriting.write(Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) failed")
    }

    func write(_ bytes: [UInt8], at offset: UInt64) throws { try write([(bytes, offset)]) }

    func write(_ pieces: [(bytes: [UInt8], offset: UInt64)]) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        for piece in pieces {
            try file.seek(toOffset: piece.offset)
            try file.write(contentsOf: Data(piece.bytes))
        }
        try file.close()
    }

    /// As of a disk without holes: a file's holes are free whatever lies on it. Its ends are small, as it is.
    func map(keptEnds: UInt64 = 16 << 10) throws -> AllocationMap {
        FreeSurvey(of: try BlockDevice(path: path), keptEnds: keptEnds, believesHoles: false).result().map
    }
}
