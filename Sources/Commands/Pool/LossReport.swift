internal import Balancer
internal import Estate
internal import Logging
internal import Operations
internal import Pool
internal import Terminal

/// `p2v pool --failures N`: how many host losses the pool can take.
struct LossReport {
    let pool: any Pool
    let memory: PoolMemory
    let policy: BalancePolicyFile
    let count: Int
    let json: Bool

    func run() async throws {
        let closed = await memory.closedHosts()
        var state = try await PoolObserver(pool: pool, closed: closed)
            .observe(PoolLoad(seconds: 0, machines: [], hosts: []))
        policy.complete(&state)
        let losses = try Balancer.hostLosses(state, limit: count)
        print(json ? try JSONText.encode(Answer(asked: count, losses: losses)) : text(losses))
        if let blindness = state.blindness {
            throw Failure(
                "count the losses that the pool can take", on: pool.name, because: blindness,
                next: "what was counted leaves out what such a host runs; bring it back and ask again")
        }
        if losses.survivable < count { throw Exit.Signal(exit: .refused) }
        guard let reason = closed.reason else { return }
        NoteHandler.notes.notice("this counts every host as open: \(PoolObserver.marksUnknown)\(reason)")
        throw Exit.Signal(exit: .unproved)
    }

    private func text(_ losses: HostLosses) -> String {
        let proof = losses.exhaustive ? "every combination was tried" : "the hosts with most VM memory were tried"
        if losses.survivable >= count { return "Any \(count) hosts can be lost (\(proof))." }
        return "Any \(losses.survivable) hosts can be lost, not \(losses.survivable + 1) (\(proof)).\n"
            + "Without \(losses.worstHosts.joined(separator: ", ")) there is no room for: "
            + losses.homeless.map(Sanitised.text).joined(separator: ", ")
    }
}

/// `p2v-host-losses/1`.
private struct Answer: Encodable {
    var format = "p2v-host-losses/1"
    var asked: Int
    var losses: HostLosses
}
