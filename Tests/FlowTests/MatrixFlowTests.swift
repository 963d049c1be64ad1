import Estate
import Foundation
import Testing

@testable import Adaptation

/// Real boots of small Debian servers, each of another family, boot chain, storage or firmware: as the server, on virtio as
/// it was copied, and on virtio after p2v. `P2V_MATRIX` names some of them.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct MatrixFlowTests {
    /// The mark of a guest in which all works: its address, its units, its mounts.
    private static let healthy = "matrix: net=10.0.2.15 failed=none lost=none"

    @Test(.timeLimit(.minutes(60)), arguments: MatrixGuest.all.filter { !$0.isAlways })
    func `each guest of the matrix boots, or p2v says before that it will not`(guest: MatrixGuest) async throws {
        let lab = try await MatrixLab(guest)
        let server = try await lab.startAsServer()
        tell(guest, "server", server)
        #expect(server.proved, "the server itself: \(server.said)")
        let untouched = try await lab.startUntouched()
        tell(guest, "untouched", untouched)
        let sight = try await lab.adaptAndCheck()
        tell(guest, sight.first)
        #expect(sight.second.changes.isEmpty)
        #expect(sight.files[2] == sight.files[1], "a second run changes no byte of any file")
        #expect(sight.files[3] == sight.files[0], "undo restores every file, and leaves none of its own")
        try await judge(guest, lab, sight.first)
    }

    @Test(.timeLimit(.minutes(60)), arguments: MatrixGuest.all.filter(\.isAlways))
    func `some guests of the matrix boot`(guest: MatrixGuest) async throws {
        let lab = try await MatrixLab(guest)
        if guest.loader == "grub-uefi" { _ = try await lab.startAsServer() }
        let report = try await lab.adapt()
        tell(guest, report)
        try await judge(guest, lab, report)
    }

    /// What a user loses if it fails: the service was stopped for a guest that does not start.
    private func judge(_ guest: MatrixGuest, _ lab: MatrixLab, _ report: AdaptationReport) async throws {
        let chain = try #require(report.bootChain)
        let stops = report.concerns.filter { $0.severity == .critical }.map(\.id)
        guard !guest.isRefused else {
            #expect(!chain.isProved && stops.contains { $0.hasPrefix("boot-chain-") }, "\(stops)")
            return
        }
        #expect(stops.isEmpty && chain.isProved, "\(report.concerns.map { "\($0.id): \($0.seen)" })")
        let adapted = try await lab.startAdapted()
        tell(guest, "adapted", adapted)
        #expect(adapted.proved, "\(adapted.said)")
        #expect(adapted.lastLines.contains { $0.contains(Self.healthy) }, "\(adapted.said)")
    }

    private func tell(_ guest: MatrixGuest, _ what: String, _ report: BootTestReport) {
        let mark = report.lastLines.first { $0.contains("matrix: ") }.flatMap { $0.split(separator: ":").last } ?? ""
        let end = report.proved ? "multi-user" : "\(report.stage.rawValue) (\(report.because ?? ""))"
        print("matrix | \(guest.name) | \(what) | \(end) | \(Int(report.seconds)) s |\(mark)")
    }

    private func tell(_ guest: MatrixGuest, _ report: AdaptationReport) {
        let seconds = Int(report.seconds.values.reduce(0, +))
        let broken = report.bootChain?.links.filter { !$0.isProved }.map { "\($0.kind.rawValue): \($0.evidence)" } ?? []
        let chain = broken.isEmpty ? "chain proved" : broken.joined(separator: "; ")
        print("matrix | \(guest.name) | adapt | \(report.changes.map(\.id)) | \(seconds) s | \(chain)")
    }
}

extension BootTestReport {
    fileprivate var said: String { "\(stage) \(because ?? "") \(lastLines.joined(separator: "\n"))" }
}
