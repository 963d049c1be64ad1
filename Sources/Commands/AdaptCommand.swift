internal import Adaptation
internal import ArgumentParser
internal import Estate
internal import Operations
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

    @Option(name: [.customLong("time-limit"), .customLong("limit")], help: "Seconds until the appliance is ended.")
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
        if limit < 1 { throw ValidationError("--time-limit is at least 1") }
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
        var request = GuestAdaptation.Request(
            disks: try images.map { try GuestDisk(image: $0, format: format, sectorBytes: sectorSize) })
        (request.profile, request.target, request.method) = (profile, target, method)
        (request.drivers, request.keyFiles, request.limit) = (virtioDrivers, keyFile, limit)
        request.dryRun = dryRun
        let work = GuestAdaptation(request, in: global.workspace)
        let progress = ProgressLine(quiet: global.json)
        if raw { return try show(try await work.untouched()) }
        if undo {
            let paths = try await work.undo(progress: progress.report)
            progress.finish()
            let undone = UndoneReport(restored: paths)
            return print(global.json ? try JSONText.encode(undone) : undone.text)
        }
        let report = try await work.adapt(progress: progress.report)
        progress.finish()
        try show(report)
        if dryRun, !report.isUnchanged { throw Exit.Signal(exit: .changesPending) }
    }

    private func show(_ report: AdaptationReport) throws {
        print(global.json ? try JSONText.encode(report) : AdaptationText(report).text)
    }
}
