internal import Adaptation
internal import DiskCopying
internal import Estate

extension Conversion {
    /// Whether the guest would start, asked of the copy of a server that still works: whatever would refuse the adaptation
    /// later, in the outage, refuses it here. Nothing is written, neither to the source nor to the copy.
    ///
    /// - Returns: what was found, for the operator, and what the guest needs; nil for a guest that is left as it is.
    /// - Throws: ``Failure``, unproved: a link of the start is not proved. Refused: the copy could not be read, so nobody can
    ///   say.
    func judge() async throws -> StepNote? {
        guard server.guest != .untouched else { return nil }
        let target = try await target
        let seen: ConversionTools.Adapted
        do { seen = try await settled({ try await lookOnce(target) }) } catch let failure as Failure {
            guard options.acceptsUnjudged else { throw unjudged(failure) }
            return StepNote("nobody could say whether it would start, as was accepted (\(failure.because))")
        }
        try refuse(seen.concerns, while: Self.serviceRunsOn)
        return StepNote("\(seen.system) would start", facts: .with { $0.needs = seen.machine })
    }

    /// A copy of a disk that is written may be torn, and whole after the next pass.
    func settled<Seen>(_ look: () async throws -> Seen) async throws -> Seen {
        for _ in 1..<Self.looks {
            do { return try await look() } catch is Failure {
                _ = try await forEachDisk { "\(try await $0.warmPass().bytesRead) bytes" }
            }
        }
        return try await look()
    }

    private static let looks = 3

    private func lookOnce(_ target: AdaptationTarget) async throws -> ConversionTools.Adapted {
        try await withImages(server.disks, ready: [], writing: false) { [self] disks in
            try await tools.judge(disks, target)
        }
    }

    func unjudged(_ failure: Failure) -> Failure {
        self.failure(
            "say whether the copy would start", failure.because,
            "the service runs on and the copy is kept: run again with --resume at a quieter time (a copy of a disk that is "
                + "written may be torn), or stop the service all the same with --unjudged; then the adaptation judges in the "
                + "outage", exit: .refused)
    }
}
