internal import Adaptation
package import DiskCopying
package import Estate
internal import Foundation
internal import ImageStores
internal import Probes
package import Shell

extension ConversionTools {
    /// The real ones: ssh, the appliance, probes on the wire.
    ///
    /// - Parameters:
    ///   - memoryMiB: what the plan gives the VM.
    ///   - limiter: to which the reads of the disks keep, with those of other servers.
    ///   - consoleFile: keeps what the console of a rehearsal said.
    ///   - tell: hears when the way to the server is cut; must return at once.
    package static func real(
        _ connection: SSHConnection, profile: ServerProfile, memoryMiB: Int, limiter: RateLimiter? = nil,
        consoleFile: String,
        report: @escaping ProgressReport, tell: @escaping @Sendable (String) -> Void
    ) -> ConversionTools {
        ConversionTools(
            openDisk: { device in
                let (disk, reasonForDD) = try await DiskAddress.source(
                    on: connection, device: device, options: SourceOptions(trace: true), way: WayPatience(tell: tell))
                return (limiter.map { LimitedSource(disk, limiter: $0) } ?? disk, reasonForDD)
            },
            openStore: { try await ImageStores.open(url: $0) },
            adapt: { disks, target in
                Adapted(
                    try await Adapter(target: target, memoryMiB: memoryMiB)
                        .adapt(disks: disks, profile: profile, report: report))
            },
            judge: { disks, target in
                Adapted(
                    try await Adapter(target: target, memoryMiB: memoryMiB)
                        .adapt(disks: disks, profile: profile, dryRun: true, report: report))
            },
            standBy: { request in
                try await StandbyAppliance.launch(
                    request, Adapter(target: request.target, memoryMiB: memoryMiB), profile: profile, report: report)
            },
            rehearse: { request in
                try await GuestRehearsal(request: request, profile: profile, consoleFile: consoleFile, report: report)
                    .run()
            }, consoleFile: consoleFile, hold: { _ in hold(connection, profile) },
            answer: { probe, seconds in
                let took = try await ProbeRunner.waitUntilAnswered(try ProbeSpec(probe), within: .seconds(seconds))
                return took / .seconds(1)
            },
            now: { Moment(seconds: Date().timeIntervalSince1970) }, seconds: { MonotonicSeconds.now },
            sleep: { try await Task.sleep(for: .seconds($0)) }, newUUID: { UUID().uuidString.lowercased() })
    }

    /// Longest time, in seconds, that writers of a held file system wait.
    private static let holdSeconds = 60

    /// The root last: what holds it must still be able to start.
    private static func hold(
        _ connection: SSHConnection, _ profile: ServerProfile
    ) -> CopySession.Hold? {
        let points = MountPoints.toHold(of: profile)
        guard !points.isEmpty else { return nil }
        return { body in
            try await SourceFreeze.during(
                on: .server(connection), mountPoints: points, seconds: holdSeconds, body: body)
        }
    }
}
