internal import ArgumentParser
internal import Estate
internal import Terminal
internal import DiskCopying
internal import ImageStores

/// `p2v verify IMAGE`: is the image still what was copied?
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read an image back and compare it with its manifest; a low-level command.",
        discussion: """
            A conversion that adapted the guest has changed the image after its proof, and so has a VM that has run since:
            then differences are no fault, and nothing but the guest can tell whether they are right.
            """)

    @Argument(help: "The image: nfs://server/export/NAME or a path.")
    var image: String

    @Flag(help: "Print versioned JSON.")
    var json = false

    struct Report: Encodable {
        var format = "p2v-verify/1"
        var image: String
        var result: VerifyResult
        /// Who changed the image on purpose after its proof.
        var changed: CopyManifest.Change?
    }

    func run() async throws {
        let (store, name) = try await ImageStores.image(image)
        let manifest = try await CopyManifest.read(of: name, in: store)
        let line = ProgressLine(quiet: json)
        let result = try await manifest.verify(in: store, report: line.report)
        line.finish()
        if json {
            let report = Report(image: store.location(of: name), result: result, changed: manifest.changed)
            print(try JSONText.encode(report))
        }
        if let failure = manifest.failure(of: result, in: store) { throw failure }
        if !json { print("\(store.location(of: name)): all \(result.chunks) chunks are as they were copied") }
    }
}
