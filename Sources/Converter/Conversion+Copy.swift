internal import Estate
internal import DiskCopying
internal import ImageStores

extension Conversion {
    /// The first pass, while the server works. Goes on from its checkpoint after a kill.
    var copy: Step {
        Step(
            id: "copy", title: "Copying the disks while the server works",
            run: { [self] in
                try await forEachDisk { copy in
                    let pass = try await copy.fullPass()
                    return "\(pass.bytesSent >> 20) MiB sent"
                }
            },
            undo: { [self] in
                for disk in server.disks {
                    try await images.remove(part(disk))
                    checkpoints.remove(disk.image)
                }
            })
    }

    /// The last passes, after the service was stopped: until the target equals the source.
    ///
    /// A busy disk may still change between a pass and its comparison; three rounds are tried.
    func lastPasses() async throws -> String {
        let wasAdapted = try await journal.records(of: Self.run(of: server.server)).contains { $0.step == "adapt" }
        let answer = try await forEachDisk { copy in
            // An earlier try has changed the image: read it back, so that those chunks are copied again.
            if wasAdapted { _ = try await copy.verify() }
            for _ in 0..<3 {
                _ = try await copy.deltaPass()
                let result = try await copy.verifyTouched()
                if result.isEqual { return "\(result.chunks) chunks equal" }
            }
            throw Failure(
                "copy the last changes", on: server.server,
                because: "the disk still changes after the service was stopped",
                next: "stop what still writes: add it to the plan's quiesce commands, then --resume")
        }
        try await sessions.finish()
        return answer
    }

    static func text(_ seconds: Double) -> String { String(Double(Int(seconds * 10)) / 10) }

    /// Works on each disk's copy in turn; answers what `body` says of each.
    func forEachDisk(_ body: (DiskCopy) async throws -> String) async throws -> String {
        var answers: [String] = []
        do {
            for disk in server.disks {
                let session = try await sessions.session(of: disk.device) { try await open(disk) }
                let cold = session.reasonForDD.map { "; read cold, with the server's own dd: \($0)" } ?? ""
                answers.append("\(disk.device): " + (try await body(session.copy)) + cold)
            }
        } catch {
            await sessions.abandon()
            throw error
        }
        return answers.joined(separator: "; ")
    }

    private func open(_ disk: PlannedDisk) async throws -> CopySessions.Session {
        let (device, reasonForDD) = try await DiskAddress.source(
            on: source.connection, device: disk.device, options: SourceOptions(trace: true))
        do {
            guard let format = ImageFormat(rawValue: disk.format) else {
                throw failure(
                    "write the image \(disk.image)", "its format, \(disk.format), is not known",
                    "plan it as raw, qcow2 or vhd", exit: .refused)
            }
            let (file, isNew) = try await images.stage(disk.image, format: format, bytes: disk.bytes)
            let copy = try await openCopy(of: disk, from: device, to: file, isNew)
            return CopySessions.Session(copy: copy, source: device, file: file, reasonForDD: reasonForDD)
        } catch {
            await device.close()
            throw error
        }
    }

    private func openCopy(
        of disk: PlannedDisk, from device: any DiskSource, to file: any ImageFile, _ isNew: Bool
    ) async throws -> DiskCopy {
        try await DiskCopy(
            source: device, target: file, targetIsNew: isNew,
            checkpoint: isNew ? nil : checkpoints.load(CopyCheckpoint.self, for: disk.image),
            save: { [checkpoints] in try checkpoints.save($0, for: disk.image) }, report: report)
    }
}
