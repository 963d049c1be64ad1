internal import Adaptation
internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations
internal import Store
internal import Terminal

/// `p2v adapt`: makes copied disks boot as a guest.
struct AdaptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapt",
        abstract: "Make the copied disks of one server boot as a guest.",
        discussion: """
            Give every disk of the server, in the order of the scan. Originals of changed files stay beside them as \
            .p2v-orig; a second run changes nothing; --undo puts every file back. Exit code 2 says that a dry run \
            found something to do.
            """)

    @Argument(help: "The images, in the server's disk order; an NBD server's socket as nbd:/path.")
    var images: [String]

    @Option(help: "The images' format: raw, qcow2, vpc. It is never guessed.")
    var format = "raw"

    @Option(help: "The scan: a server's name in the store, or a file of `p2v scan --json`.")
    var profile: String?

    @Option(help: "The pool's hypervisor: kvm, xen, xenserver; or plain: drivers for SATA disks and an e1000 card.")
    var target = "kvm"

    @Option(
        help: "How drivers get into an initramfs: append (nothing of the guest runs) or rebuild (its own tool, slow).")
    var initramfs = "append"

    @Option(help: "Drivers for Windows: the virtio-win ISO, or a folder laid out like it. They are not part of p2v.")
    var virtioDrivers: String?

    @Flag(help: "Leave the copy untouched, for an unknown system: SATA disks and an e1000 card.")
    var raw = false

    @Option(help: "Bytes of a sector, for images of 4Kn disks that are not raw: 512 or 4096.")
    var sectorSize: Int?

    @Option(help: "Seconds until the appliance is ended.")
    var limit = 1800

    @Flag(help: "Decide and report, change nothing.")
    var dryRun = false

    @Flag(help: "Put every changed file back as it was copied.")
    var undo = false

    @Option(help: "A file with a passphrase for encrypted partitions; can be given more than once.")
    var keyFile: [String] = []

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let sectorSize, sectorSize != 512, sectorSize != 4096 {
            throw ValidationError("--sector-size is 512 or 4096")
        }
        if limit < 1 { throw ValidationError("--limit is at least 1") }
        if raw, undo || dryRun {
            throw ValidationError("--raw changes nothing: it goes with neither --undo nor --dry-run")
        }
    }

    func run() async throws {
        guard let method = InitramfsMethod(rawValue: initramfs) else {
            throw ValidationError("--initramfs is append or rebuild")
        }
        guard let target = AdaptationTarget(rawValue: target) else {
            throw ValidationError(
                "--target is one of \(AdaptationTarget.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let disks = try images.map { try disk($0) }
        let drivers = try await DriverFolder.open(virtioDrivers)
        defer { drivers?.close() }
        let adapter = Adapter(
            target: target, keys: try keyFile.map { try key($0) }, method: method,
            drivers: drivers.map { WindowsDrivers(folder: $0.folder) }, limitSeconds: limit)
        let progress = ProgressLine(quiet: global.json)
        let profile = try await readProfile()
        if raw { return try show(Adapter.raw(disks: disks, profile: profile)) }
        if undo {
            let paths = try await adapter.undo(disks: disks, profile: profile, report: progress.report)
            progress.finish()
            return try printUndone(paths)
        }
        let report = try await adapter.adapt(disks: disks, profile: profile, dryRun: dryRun, report: progress.report)
        progress.finish()
        try show(report)
        if dryRun, !report.isUnchanged { throw Exit.Signal(exit: .changesPending) }
    }

    private func show(_ report: AdaptationReport) throws {
        print(global.json ? try JSONText.encode(report) : AdaptationText(report).text)
    }

    private func disk(_ image: String) throws -> GuestDisk {
        if image.hasPrefix("nbd:") {
            return GuestDisk(
                format: format, location: .nbd(socket: String(image.dropFirst(4))), sectorBytes: sectorSize)
        }
        guard FileManager.default.fileExists(atPath: image) else {
            throw Failure(
                "open the image", on: image, because: "there is no such file", next: "check the path", exit: .refused)
        }
        return GuestDisk(format: format, location: .file(URL(fileURLWithPath: image).path), sectorBytes: sectorSize)
    }

    /// Passphrases come from files, as a command line can be read by every user of this machine.
    private func key(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure(
                "read the passphrase", on: path, because: "the file cannot be read", next: "check the path",
                exit: .refused)
        }
        return String(text.prefix { !$0.isNewline })
    }

    /// A path has a slash or ends in `.json`; all else is a name in the store.
    private func readProfile() async throws -> ServerProfile? {
        guard let profile else { return nil }
        if profile.contains("/") || profile.hasSuffix(".json") {
            guard let text = try? String(contentsOfFile: profile, encoding: .utf8) else {
                throw Failure("read the scan", on: profile, because: "the file cannot be read", next: "check the path")
            }
            return try JSONText.decode(ServerProfile.self, from: text, source: profile)
        }
        guard let found = try await global.workspace.openStore().profile(named: profile) else {
            throw Failure(
                "find the scan", on: profile, because: "the store has no server of this name",
                next: "run `p2v scan` first, or name a file", exit: .refused)
        }
        return found
    }

    private func printUndone(_ paths: [String]) throws {
        if global.json {
            print(try JSONText.encode(UndoneReport(restored: paths)))
        } else if paths.isEmpty {
            print("Nothing to undo: no adaptation was found in this guest.")
        } else {
            for path in paths { print("restored \(Sanitised.text(path))") }
        }
    }
}

/// What `--undo --json` prints.
private struct UndoneReport: Encodable {
    var format = "p2v-adaptation-undo/1"
    var restored: [String]
}
