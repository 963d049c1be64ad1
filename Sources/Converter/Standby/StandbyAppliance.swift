internal import Adaptation
internal import Estate

/// A real appliance that stands by, on disks behind a curtain.
final class StandbyAppliance: StandingAdaptation {
    private let disks: [CurtainedDisk]
    private let order: StandbyOrder
    private let work: Task<AdaptationReport, any Error>

    private init(_ disks: [CurtainedDisk], _ order: StandbyOrder, _ work: Task<AdaptationReport, any Error>) {
        (self.disks, self.order, self.work) = (disks, order, work)
    }

    /// - Returns: when the appliance stands by.
    static func launch(
        _ request: StandbyRequest, _ adapter: Adapter, profile: ServerProfile, report: @escaping ProgressReport
    ) async throws -> StandbyAppliance {
        var disks: [CurtainedDisk] = []
        do {
            for image in request.images {
                disks.append(try await CurtainedDisk(image.location, format: image.format, bytes: image.bytes))
            }
        } catch {
            for disk in disks { await disk.end() }
            throw error
        }
        let guests = zip(request.images, disks).map { image, disk in
            // What the daemon serves is the disk, whatever the image's format.
            GuestDisk(
                format: "raw", location: .nbd(socket: disk.socket), sourceDevice: image.device,
                sectorBytes: image.sectorBytes)
        }
        let (order, (readiness, ready)) = (StandbyOrder(), AsyncStream.makeStream(of: Void.self))
        let work = Task {
            defer { ready.finish() }
            return try await adapter.adapt(
                disks: guests, profile: profile, on: order, ready: { ready.yield() }, report: report)
        }
        let standby = StandbyAppliance(disks, order, work)
        for await _ in readiness { return standby }
        // It has ended without having stood by, and its error says why; or it was not wanted any more.
        defer { work.cancel() }
        let error: any Error
        do {
            _ = try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                order.callOff()
                work.cancel()
            }
            error = CancellationError()
        } catch let unfit as StandbyUnfit {
            error = Failure(
                "launch an appliance that stands by", on: request.images.map(\.location).joined(separator: ", "),
                because: unfit.because, next: "look at p2v doctor")
        } catch let failure { error = failure }
        await standby.dismiss()
        throw error
    }

    func adapt() async throws -> ConversionTools.Adapted? {
        do { for disk in disks { try disk.draw() } } catch is Failure {
            await dismiss()
            return nil
        }
        order.give()
        do {
            let report = try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
            try await close()
            return ConversionTools.Adapted(report)
        } catch is StandbyUnfit {
            await dismiss()
            return nil
        } catch {
            await dismiss()
            throw error
        }
    }

    func dismiss() async {
        order.callOff()
        work.cancel()
        _ = await work.result
        for disk in disks { await disk.end() }
    }

    /// The appliance has unmounted and flushed; an image that could not be closed in order is not called adapted.
    private func close() async throws {
        for disk in disks {
            guard let fault = await disk.end() else { continue }
            throw Failure(
                "close the adapted copy", on: disk.socket, because: fault, next: "look at the SR, then --resume")
        }
    }
}
