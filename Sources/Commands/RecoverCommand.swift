internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Foundation
internal import Pool
internal import Terminal

/// `p2v recover HOST`: starts the VMs of a dead host on the others.
struct RecoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Start a dead host's VMs on the other hosts.",
        discussion: """
            Without --confirmed-dead only says what would be started where (exit code 2). With it you say that HOST is \
            off and stays off: p2v refuses while the host answers, starts no VM that any other host runs or whose image is \
            in use there, takes each image's lease on the SR against another p2v, and starts nothing while an image is \
            still written. A host behind a cut cable whose VMs write nothing looks dead all the same: --fence runs a \
            command that must make sure first. What the host ran is known from the last rebalance, evacuate or nightly run. Before \
            the host returns to the pool, remove its own definitions of these VMs (virsh undefine).
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions

    @Argument(help: "The dead host.")
    var host: String

    @Flag(help: "The host is off and stays off: start its VMs elsewhere.")
    var confirmedDead = false

    @Option(help: "A program that turns the host off, given its name; VMs start only when it ends with 0.")
    var fence: String?

    @Option(help: "Seconds to watch the images for writes before the first start.")
    var watchImages = 15.0

    func run() async throws {
        let session = try BalanceSession(global, balance, acts: confirmedDead)
        try await session.underLease("recover \(host)") { try await recover(session) }
    }

    private func recover(_ session: BalanceSession) async throws {
        let recovery = Recovery(session: session, host: host)
        let (restarts, stays, page) = try await recovery.plan()
        try recovery.show(restarts, stays)
        guard !restarts.isEmpty else {
            if stays.isEmpty { return }
            throw Failure(
                "recover the host's VMs", on: host, because: "none of its \(stays.count) VMs fits anywhere",
                next: "make room, then run this again", exit: .refused)
        }
        guard confirmedDead else { throw Exit.Signal(exit: .changesPending) }
        if let fence { try await recovery.fence(with: fence) }
        let guardian = try await recovery.watchImages(restarts, page, for: watchImages)
        do { try await recovery.perform(restarts, page) } catch {
            await guardian.release()
            throw error
        }
        await guardian.release()
        if !stays.isEmpty { throw Exit.Signal(exit: .unproved) }
    }
}
