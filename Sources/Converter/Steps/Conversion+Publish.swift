internal import DiskCopying
internal import Estate
internal import ImageStores

extension Conversion {
    /// Gives the images their final names. A torn image never carries one.
    var publish: Step {
        Step(
            id: "publish", title: "Publishing the images on \(server.storage)",
            run: { [self] _ in
                for disk in server.disks {
                    let file = try await open.file(disk.image, in: images)
                    guard try await !file.isPublished else { continue }
                    try await checkStructure(disk)
                    // Its name only: the checkpoint stays until the VM has proved itself, so that a run which goes back
                    // to the cut-over copies what changed and not all.
                    try await images.publish(disk.image)
                }
                return StepNote(server.disks.map(\.image).joined(separator: ", "))
            },
            release: { [self] facts in
                let known = try known(facts.images)
                let store = try await tools.openStore(known.store)
                for name in known.names where try await store.exists(name) {
                    guard try await !store.exists(name + ".part") else { continue }
                    try await store.rename(name, to: name + ".part")
                }
            },
            undo: { [self] facts in
                await open.closeAll()
                let known = try known(facts.images)
                let store = try await tools.openStore(known.store)
                for name in known.names where try await store.exists(name) { try await store.remove(name) }
            })
    }

    /// One VHD that XenServer's storage manager does not take makes the scan of its whole SR fail; adapting wrote to it.
    private func checkStructure(_ disk: PlannedDisk) async throws {
        let problems = try await images.problems(of: part(disk), format: ImageFormat(disk))
        guard problems.isEmpty else {
            throw failure(
                "publish the image \(disk.image)", problems.joined(separator: "; "),
                "take it back with p2v convert --undo, and convert again", exit: .refused)
        }
    }
}
