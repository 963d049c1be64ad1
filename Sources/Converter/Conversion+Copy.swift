internal import Estate
internal import Transfer

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

    /// Passes over what changed meanwhile, until little is left or it stops shrinking: what remains is the outage.
    var catchUp: Step {
        Step(id: "catchUp", title: "Copying what changed meanwhile") { [self] in
            try await forEachDisk { copy in
                var (passes, before, changed) = (0, Int.max, Int.max / 2)
                while changed > Self.fewChunks, changed < before, passes < 5 {
                    before = changed
                    changed = try await copy.deltaPass().chunksCopied
                    passes += 1
                }
                return "\(passes) pass(es), \(changed) chunk(s) in the last"
            }
        }
    }

    /// The last passes, after the service was stopped: until the target equals the source.
    ///
    /// A busy disk may still change between a pass and its comparison; three rounds are tried.
    func lastPasses() async throws -> String {
        let wasAdapted = try await journal.records(of: Self.run(of: server.server)).contains { $0.step == "adapt" }
        return try await forEachDisk { copy in
            // An earlier try has changed the image: read it back, so that those chunks are copied again.
            if wasAdapted { _ = try await copy.verify() }
            for _ in 0..<3 {
                _ = try await copy.deltaPass()
                let result = try await copy.verify()
                if result.isEqual { return "\(result.chunks) chunks equal" }
            }
            throw Failure(
                "copy the last changes", on: server.server,
                because: "the disk still changes after the service was stopped",
                next: "stop what still writes: add it to the plan's quiesce commands, then --resume")
        }
    }

    /// So few chunks of a mebibyte or more do not lengthen the outage.
    private static let fewChunks = 4

    /// Opens each disk's copy in turn; answers what `body` says of each.
    private func forEachDisk(_ body: (DiskCopy) async throws -> String) async throws -> String {
        var answers: [String] = []
        for disk in server.disks {
            let device = try await ProgramDiskSource(on: .server(source.connection), device: disk.device)
            do {
                let (file, isNew) = try await images.stage(disk.image, bytes: disk.bytes)
                let copy = try await openCopy(of: disk, from: device, to: file, isNew)
                answers.append("\(disk.device): " + (try await body(copy)))
                try await file.close()
            } catch {
                await device.close()
                throw error
            }
            await device.close()
        }
        return answers.joined(separator: "; ")
    }

    private func openCopy(
        of disk: PlannedDisk, from device: ProgramDiskSource, to file: any ImageFile, _ isNew: Bool
    ) async throws -> DiskCopy {
        try await DiskCopy(
            source: device, target: file, targetIsNew: isNew,
            checkpoint: isNew ? nil : checkpoints.load(CopyCheckpoint.self, for: disk.image),
            save: { [checkpoints] in try checkpoints.save($0, for: disk.image) }, report: report)
    }
}
