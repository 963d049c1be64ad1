internal import Estate
internal import ImageStores

extension CopySession {
    /// `NAME.part`, new or as it is, and what is known of it.
    static func stage(
        _ source: any DiskSource, _ store: any ImageStore, _ request: Request, _ report: @escaping ProgressReport
    ) async throws -> (copy: DiskCopy, file: any ImageFile) {
        let (image, format) = (request.image, request.format)
        let isThere = try await store.exists(image + ".part")
        if isThere, !request.resume { throw leftover(request, store) }
        let checkpoints = CheckpointFile(of: image, in: store)
        var checkpoint = try await checkpoints.load()
        if isThere, let other = checkpoint?.imageFormat, other != format { throw otherFormat(other, request, store) }
        if request.wasChanged { checkpoint?.wasChanged = true }
        let used = try await source.usedRanges().reduce(0) { $0 + UInt64($1.count) }
        let (file, isNew) = try await store.stage(image, format: format, bytes: source.identity.bytes, needed: used)
        do {
            let journal = CopyJournal(of: image, in: store)
            if isNew { try await journal.restart() }
            let copy = try await DiskCopy(
                source: source, target: file, targetIsNew: isNew, checkpoint: isNew ? nil : checkpoint,
                journal: journal, allowHoles: request.allowHoles,
                save: { state in
                    var state = state
                    state.imageFormat = format
                    try await checkpoints.save(state)
                }, report: report)
            return (copy, file)
        } catch {
            try? await file.close()
            throw error
        }
    }

    // MARK: Refusals

    static func broken(_ problems: [String], _ request: Request, _ store: any ImageStore) -> Failure {
        Failure(
            "finish the image", on: store.location(of: request.image), because: problems.joined(separator: "; "),
            next: "copy the disk again, and report this", exit: .unproved)
    }

    private static func leftover(_ request: Request, _ store: any ImageStore) -> Failure {
        Failure(
            "start the copy", on: store.location(of: request.image + ".part"), because: "an earlier copy was cut there",
            next: "go on with --resume, or remove the file to start over", exit: .refused)
    }

    private static func otherFormat(_ other: ImageFormat, _ request: Request, _ store: any ImageStore) -> Failure {
        Failure(
            "go on with the copy", on: store.location(of: request.image + ".part"),
            because: "it was begun as \(other.rawValue), and now it would be \(request.format.rawValue)",
            next: "say --format \(other.rawValue), or remove the file to start over", exit: .refused)
    }
}
