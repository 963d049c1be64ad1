import Estate
import Foundation
import TestFiles
import Testing
import DiskCopying
import ImageStores

private func has(_ program: String) -> Bool {
    ["/usr/bin", "/usr/local/bin"].contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
}

@Suite struct ImageFormatTests {
    private let scratch: Scratch
    private let store: DirectoryImageStore
    private let disk: [UInt8]
    private let path: String

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
        disk = noise(3 << 20, seed: 31) + [UInt8](repeating: 0, count: 5 << 20) + noise((1 << 20) + 512, seed: 32)
        path = try scratch.file("disk", disk)
    }

    private func copy(_ name: String, _ format: ImageFormat) async throws {
        let source = try await ProgramDiskSource(on: .thisMachine, device: path)
        let request = ImageCopy.Request(image: name, format: format)
        let outcome = try await ImageCopy(source: source, store: store, request: request).run()
        #expect(outcome.verified?.isEqual == true && outcome.imageFormat == format)
        await source.close()
    }

    private func qemu(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/qemu-img")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    // An image that QEMU reads otherwise than we wrote it boots a torn disk.
    @Test(.enabled(if: has("qemu-img") && has("qemu-nbd"), "needs qemu-utils"), arguments: ImageFormat.allCases)
    func `qemu-img finds every format equal to the disk`(format: ImageFormat) async throws {
        try await copy("x.img", format)
        // A VHD is longer by what rounding added; QEMU takes a tail of zeros as equal.
        #expect(try qemu(["compare", "-f", "raw", "-F", format.qemuName, path, "\(scratch.path)/x.img"]) == 0)
        if format == .qcow2 { #expect(try qemu(["check", "-f", "qcow2", "\(scratch.path)/x.img"]) == 0) }
    }

    // Verification that overlooks a flipped byte is worth nothing.
    @Test(.enabled(if: has("qemu-nbd"), "needs qemu-utils"), arguments: ImageFormat.allCases)
    func `a byte flipped in an image is found`(format: ImageFormat) async throws {
        try await copy("x.img", format)
        let manifest = try await CopyManifest.read(of: "x.img", in: store)
        #expect(try await manifest.verify(in: store).isEqual)
        let file = "\(scratch.path)/x.img"
        var bytes = try #require(FileManager.default.contents(atPath: file))
        let needle = try #require(bytes.range(of: Data(disk[4096..<4160])))
        bytes[needle.lowerBound] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        #expect(try await manifest.verify(in: store).different == [0])
    }

    // An image cut off by a full or broken SR must not pass either.
    @Test(.enabled(if: has("qemu-nbd"), "needs qemu-utils"), arguments: ImageFormat.allCases)
    func `an image that was cut off is found`(format: ImageFormat) async throws {
        try await copy("x.img", format)
        let manifest = try await CopyManifest.read(of: "x.img", in: store)
        let file = try await store.open("x.img", writing: true)
        try await file.truncate(to: try await file.size() - (1 << 20))
        try await file.close()
        do {
            #expect(try await !manifest.verify(in: store).isEqual)
        } catch let failure as Failure {
            #expect(!failure.because.isEmpty)
        }
    }
}
