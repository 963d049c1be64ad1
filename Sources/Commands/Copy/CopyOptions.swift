internal import ArgumentParser
internal import Estate
internal import Terminal
internal import DiskCopying
internal import Logging
internal import Operations
internal import ImageStores

/// What `p2v copy` and `p2v sync` have in common.
struct CopyOptions: ParsableArguments {
    @Argument(help: "The disk: ssh://root@host/dev/sda, an NBD URI, or a file.")
    var source: String

    @Argument(help: "The image: nfs://server/export/NAME or a path.")
    var target: String

    @Option(help: "raw, qcow2 or vhd. Without it the image's name says it: .qcow2, .vhd, all else raw.")
    var format: CopyFormat?

    @Option(help: "Of a VHD: dynamic (XenServer's) or fixed.")
    var subformat: VHDSubformat = .dynamic

    @Option(help: "Most bytes a second: 50M, '08:00-18:00 5M', '08:00,512k 19:00,off'. K, M and G are 1024-based.")
    var limit: [String] = []

    @Option(help: "A file of such limits, one a line; read again all the time, so that it can be changed meanwhile.")
    var limitFile: String?

    @Option(
        help:
            "Compression of the way by ssh: ssh (as its settings say), always, or auto: tried on the disk's own data.",
        transform: { text in
            guard let choice = SourceOptions.Compression(rawValue: text) else {
                throw ValidationError("ssh, always or auto")
            }
            return choice
        })
    var compress = SourceOptions.Compression.asConfigured

    @Option(help: "Seconds that the source may owe answers before the connection counts as lost.")
    var stall = SourceOptions.defaultPatience

    @Option(help: "Seconds that a way to the server which is cut is waited for; 0 stops at once.")
    var patience = WayPatience.defaultLimit

    @Flag(help: "Make places that the source cannot read into zeros, and list them, instead of stopping.")
    var allowHoles = false

    @Flag(help: "Copy also what the file systems call free.")
    var whole = false

    @Option(help: "Break the lease of this id: of a machine that is dead for certain.")
    var unlock: String?

    @Flag(help: "Learn a host key that is not known yet.")
    var acceptNew = false

    @Option(help: "A file of ssh settings to use in place of your own.")
    var sshConfig: String?

    @Flag(help: "Print versioned JSON.")
    var json = false

    var job: CopyJob {
        var job = CopyJob(source: source, target: target)
        job.format = format.map { $0 == .vhd && subformat == .fixed ? .vhdFixed : $0.imageFormat }
        if format == nil, subformat == .fixed, ImageFormat(ofName: target) == .vhd { job.format = .vhdFixed }
        job.options = SourceOptions(wholeDevice: whole, patience: stall)
        job.options.compression = compress
        job.patience = patience
        job.limits = limit
        job.limitFile = limitFile
        job.allowHoles = allowHoles
        job.unlock = unlock
        job.acceptNew = acceptNew
        job.sshConfig = sshConfig
        return job
    }

    func events(_ line: ProgressLine) -> CopyJob.Events {
        CopyJob.Events(
            report: line.report,
            tell: { expected in
                line.finish()
                CopyText.tell(expected)
            },
            note: { NoteHandler.notes.notice("\($0)") })
    }
}
