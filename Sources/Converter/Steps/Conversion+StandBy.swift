internal import Adaptation
internal import Estate
internal import ImageStores

extension Conversion {
    /// Launches the appliance that will adapt the copies, while the service still works: its start is no part of the outage.
    /// Without one the adaptation launches its own.
    ///
    /// - Returns: what came of it; nil where none is wanted.
    func standBy() async throws -> String? {
        guard !options.rehearsesOnly, server.guest != .untouched, profile.windows == nil else { return nil }
        if server.cutOver.standBy == false { return nil }
        let formats = try server.disks.map { try ImageFormat($0) }
        // A VHD counts in cylinders, and may hold more than its disk.
        guard formats.allSatisfy({ [.raw, .qcow2].contains($0) }) else { return nil }
        let parts = zip(server.disks, formats).map { disk, format in
            StandbyRequest.Image(
                location: images.location(of: part(disk)), format: format.qemuName, bytes: disk.bytes,
                device: disk.device, sectorBytes: sectorBytes(of: disk))
        }
        do {
            await open.keep(try await tools.standBy(StandbyRequest(images: parts, target: try await target)))
            return "an appliance stands by for the adaptation"
        } catch let failure as Failure {
            return "no appliance stands by, so that the adaptation launches one (\(failure.because))"
        }
    }
}
