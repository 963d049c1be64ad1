internal import Balancer
internal import Estate
internal import Operations
internal import Terminal

/// `p2v pool --failures N`: how many host losses the pool can take.
struct LossText {
    let count: LossCount

    func show(json: Bool) throws {
        print(json ? try JSONText.encode(count) : text)
        if let blindness = count.blindness { throw blindness }
        if count.losses.survivable < count.asked { throw Exit.Signal(exit: .refused) }
    }

    private var text: String {
        let losses = count.losses
        let proof = losses.exhaustive ? "every combination was tried" : "the hosts with most VM memory were tried"
        if losses.survivable >= count.asked { return "Any \(count.asked) hosts can be lost (\(proof))." }
        return "Any \(losses.survivable) hosts can be lost, not \(losses.survivable + 1) (\(proof)).\n"
            + "Without \(losses.worstHosts.joined(separator: ", ")) there is no room for: "
            + losses.homeless.map(Sanitised.text).joined(separator: ", ")
    }
}
