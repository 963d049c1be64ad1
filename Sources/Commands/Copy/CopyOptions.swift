internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Terminal
internal import DiskCopying
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

    @Option(help: "Most bytes a second, also by time of day: 50M, or '08:00-18:00 5M'. K, M and G are 1024-based.")
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

    /// - Parameter trace: later passes follow, so watching what is written pays.
    func openSource(trace: Bool) async throws -> any DiskSource {
        var options = SourceOptions(wholeDevice: whole, patience: stall, trace: trace)
        options.compression = compress
        let disk = try await DiskAddress.source(
            source, acceptNew: acceptNew, configuration: sshConfig, options: options,
            warn: { reason in
                Note.write(
                    "\(Sanitised.text(reason)): reading the disk with the server's own dd. Everything travels, and only "
                        + "a disk that nobody writes to is copied right")
            })
        guard let limiter = try limiter() else { return disk }
        return LimitedSource(disk, limiter: limiter)
    }

    func request(_ name: String) -> ImageCopy.Request {
        let chosen = format?.imageFormat ?? ImageFormat(ofName: name)
        let exact = chosen == .vhd && subformat == .fixed ? .vhdFixed : chosen
        return ImageCopy.Request(image: name, format: exact, allowHoles: allowHoles, unlock: unlock)
    }

    private func limiter() throws -> RateLimiter? {
        if let limitFile {
            let file = try LimitFile(path: limitFile, warn: { Note.write(Sanitised.text($0)) })
            return RateLimiter(limit: { file.limit() })
        }
        guard !limit.isEmpty else { return nil }
        let schedule = try RateSchedule(limit.joined(separator: "\n"))
        return RateLimiter(limit: { schedule.limitNow })
    }
}
