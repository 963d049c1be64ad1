package import DiskCopying
internal import Estate
internal import ImageStores

extension CopyJob {
    /// How the copy ends.
    package struct Ending: Sendable {
        /// Go on with a copy that was cut.
        package var resume = false
        /// Delta passes after the first one, before the proof.
        package var passes = 0
        /// Compare source and image.
        package var verify = true
        /// Mounted file systems of the source to hold still for the last pass, the root last; none is not to hold it.
        package var freeze: [String] = []
        /// The longest freeze, in seconds.
        package var freezeLimit = 60
        /// Do not freeze when that is expected to take longer, in seconds.
        package var maxOutage: Double?

        package init() {}
    }

    /// Copies, proves and publishes.
    ///
    /// - Throws: ``Failure``: busy when another p2v has the image; unproved when the disk was written meanwhile.
    package func copy(_ ending: Ending, events: Events = Events()) async throws -> ImageCopy.Outcome {
        let hold = try hold(ending)
        let (store, name) = try await ImageStores.image(target)
        let disk = try await openSource(trace: true, events)
        var request = request(name)
        request.resume = ending.resume
        request.deltaPasses = ending.passes
        request.verify = ending.verify
        request.maxOutage = ending.maxOutage
        let copy = ImageCopy(
            source: disk, store: store, request: request, report: events.report, hold: hold, tell: events.tell)
        return try await copy.run()
    }

    private func hold(_ ending: Ending) throws -> CopySession.Hold? {
        guard !ending.freeze.isEmpty else { return nil }
        guard let (host, _) = try DiskAddress.program(source, acceptNew: acceptNew, configuration: sshConfig) else {
            throw Failure(
                "freeze the source", on: source, because: "only servers and this machine can be frozen",
                next: "leave --freeze out, or name the disk as ssh://host/dev/…", exit: .refused)
        }
        return { body in
            try await SourceFreeze.during(
                on: host, mountPoints: ending.freeze, seconds: ending.freezeLimit, body: body)
        }
    }
}
