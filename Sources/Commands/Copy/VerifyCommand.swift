internal import ArgumentParser
internal import Estate
internal import Terminal
internal import DiskCopying
internal import ImageStores

/// `p2v verify IMAGE`: is the image still what was copied?
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read an image back and compare it with its manifest; a low-level command.",
        discussion: "A VM that has run since has changed its disk: then differences are no fault.")

    @Argument(help: "The image: nfs://server/export/NAME or a path.")
    var image: String

    @Flag(help: "Print versioned JSON.")
    var json = false

    struct Report: Encodable {
        var format = "p2v-verify/1"
        var image: String
        var result: VerifyResult
    }

    func run() async throws {
        let (store, name) = try await ImageStores.image(image)
        let manifest = try await CopyManifest.read(of: name, in: store)
        let line = ProgressLine(quiet: json)
        let result = try await manifest.verify(in: store, report: line.report)
        line.finish()
        if json { print(try JSONText.encode(Report(image: store.location(of: name), result: result))) }
        guard result.isEqual else {
            throw Failure(
                "verify the image \(name)", on: store.url,
                because: "\(result.different.count) of \(result.chunks) chunks differ, the first at byte "
                    + "\(UInt64(result.different[0]) * UInt64(result.chunkBytes))",
                next: "copy the disk again, unless a VM has run from it", exit: .unproved)
        }
        if !json { print("\(store.location(of: name)): all \(result.chunks) chunks are as they were copied") }
    }
}
