internal import ArgumentParser
internal import Terminal
internal import DiskCopying
internal import Operations

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
        let line = ProgressLine(quiet: json)
        let found: ImageVerification
        do { found = try await ImageVerification(of: image, report: line.report) } catch {
            line.finish()
            throw error
        }
        line.finish()
        if json {
            print(try JSONText.encode(Report(image: found.location, result: found.result, changed: found.changed)))
        }
        if let failure = found.failure { throw failure }
        if !json { print("\(found.location): all \(found.result.chunks) chunks are as they were copied") }
    }
}
