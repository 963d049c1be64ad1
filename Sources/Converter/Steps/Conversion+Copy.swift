internal import DiskCopying
internal import Estate
internal import ImageStores

extension Conversion {
    /// The first pass, while the server works. Goes on from its checkpoint after a kill.
    var copy: Step {
        Step(
            id: "copy", title: "Copying the disks while the server works",
            plans: { [self] _ in
                .with { $0.images = ImageFacts(store: images.url, names: server.disks.map(\.image)) }
            },
            run: { [self] _ in
                StepNote(
                    try await forEachDisk { copy in
                        let pass = try await copy.warmPass()
                        return "\(pass.bytesSent >> 20) MiB sent"
                    })
            },
            undo: { [self] facts in
                await open.closeAll()
                let known = try known(facts.images)
                let store = try await tools.openStore(known.store)
                for name in known.names { try await CopySession.discard(name, in: store) }
            })
    }

    /// Works on each disk's copy in turn; answers what `body` says of each.
    func forEachDisk(_ body: (CopySession) async throws -> String) async throws -> String {
        try await forEachCopy { _, copy in try await body(copy) }
    }

    func forEachCopy(_ body: (PlannedDisk, CopySession) async throws -> String) async throws -> String {
        var answers: [String] = []
        do {
            for disk in server.disks {
                let session = try await open.session(of: disk.image) { try await begin(disk) }
                let cold = session.reasonForDD.map { "; read cold, with the server's own dd: \($0)" } ?? ""
                answers.append("\(disk.device): " + (try await body(disk, session.copy)) + cold)
            }
        } catch {
            await open.closeAll()
            throw error
        }
        return answers.joined(separator: "; ")
    }

    private func begin(_ disk: PlannedDisk) async throws -> OpenImages.Session {
        let format = try ImageFormat(disk)
        let (device, reasonForDD) = try await tools.openDisk(disk.device)
        let request = CopySession.Request(image: disk.image, format: format, resume: options.resume)
        let copy = try await CopySession.open(source: device, store: images, request: request, report: report)
        return OpenImages.Session(copy: copy, reasonForDD: reasonForDD)
    }
}
