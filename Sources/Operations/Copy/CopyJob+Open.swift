internal import DiskCopying
internal import Estate
internal import ImageStores

extension CopyJob {
    /// - Parameter trace: watch what is written, for later passes and for the proof.
    func openSource(trace: Bool, _ events: Events) async throws -> any DiskSource {
        // A mistake in the limits is told before anything is opened.
        let limiter = try limiter(events)
        var options = options
        options.trace = trace
        let disk = try await DiskAddress.source(
            source, acceptNew: acceptNew, configuration: sshConfig, options: options,
            way: WayPatience(limit: patience, tell: events.note),
            warn: { reason in
                events.note(
                    "\(reason): reading the disk with the server's own dd. Everything travels, and only a disk that "
                        + "nobody writes to is copied right")
            })
        if let padding = DiskAddress.padding(of: source, diskBytes: disk.identity.bytes) { events.note(padding) }
        guard let limiter else { return disk }
        return LimitedSource(disk, limiter: limiter)
    }

    func request(_ name: String) -> ImageCopy.Request {
        ImageCopy.Request(
            image: name, format: format ?? ImageFormat(ofName: name), allowHoles: allowHoles, unlock: unlock)
    }

    private func limiter(_ events: Events) throws -> RateLimiter? {
        if let limitFile {
            let file = try LimitFile(path: limitFile, warn: events.note)
            return RateLimiter(limit: { file.limit() })
        }
        guard !limits.isEmpty else { return nil }
        let schedule = try RateSchedule(limits.joined(separator: "\n"))
        return RateLimiter(limit: { schedule.limitNow })
    }
}
