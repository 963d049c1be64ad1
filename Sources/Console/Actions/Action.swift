internal import Estate
internal import Operations

/// Something that can be done from a page: which command of p2v it is, and what it leads to.
struct Action: Sendable, Hashable {
    /// `Move dns01 to hostb`.
    var title: String
    /// What will be so when it is done, and for whom.
    var consequence: String
    /// `[campaign, approve]`.
    var verb: [String]
    /// All that follows; options first.
    var rest: [String]
    /// What only looks; nil where the command has no dry run, and `look` says how things stand.
    var preview: [String]
    /// With which exit codes of the preview it may be done.
    var possible: Set<Int32>
    /// Where the VM has to be when it begins.
    var place: Place?
    /// The command has an option for the reason.
    var takesReason = false

    struct Place: Sendable, Hashable {
        var machine: String
        var host: String
    }

    /// The line for a terminal.
    var command: String { "p2v " + (verb + rest).map(ShellWord.word).joined(separator: " ") }

    /// - Parameters:
    ///   - globals: store and pool, which the operator's terminal knows by itself.
    ///   - words: all that p2v is given.
    func words(_ globals: [String], because: String) -> [String] {
        verb + globals + (takesReason ? ["--because", because] : []) + rest
    }

    /// A name that begins with a dash is no option.
    static func named(_ names: [String]) -> [String] { names.contains { $0.hasPrefix("-") } ? ["--"] + names : names }

    static func option(_ name: String, _ value: String) -> [String] {
        value.hasPrefix("-") ? ["\(name)=\(value)"] : [name, value]
    }
}

extension Action {
    static func migrate(_ machine: String, from: String, to host: String, probes: [String]) -> Action {
        let rest = option("--to", host) + probes.flatMap { option("--probe", $0) } + named([machine])
        return Action(
            title: "Move \(machine) to \(host)",
            consequence:
                "\(machine) leaves \(from) and runs on \(host). It works meanwhile, but for the pause that is predicted "
                + "below. If the move breaks, one copy runs, and p2v says where."
                + (probes.isEmpty ? " Nothing probes its service: what its users notice is not measured." : ""),
            verb: ["migrate"], rest: rest, preview: ["--dry-run"] + rest, possible: [Exit.changesPending.rawValue],
            place: Place(machine: machine, host: from))
    }

    static func evacuate(_ host: String, _ policy: [String]) -> Action {
        let rest = policy + named([host])
        return Action(
            title: "Empty \(host)",
            consequence:
                "All VMs of \(host) move to other hosts, one after another, each with its pause. \(host) is closed then: "
                + "no VM starts or moves there until it is returned.",
            verb: ["evacuate"], rest: rest, preview: ["--dry-run"] + rest, possible: [Exit.changesPending.rawValue])
    }

    static func bringBack(_ host: String, _ policy: [String]) -> Action {
        let rest = policy + named([host])
        return Action(
            title: "Return \(host)",
            consequence:
                "\(host) is opened, and the VMs that were moved away when it was emptied move back, each with its pause.",
            verb: ["return"], rest: rest, preview: ["--dry-run"] + rest, possible: [Exit.changesPending.rawValue])
    }

    /// - Parameter plan: the file in which the preview leaves its plan; that plan is applied, and no other.
    static func rebalance(_ policy: [String], plan: String) -> Action {
        Action(
            title: "Rebalance the pool",
            consequence:
                "The moves below are made in this order, each with its pause. If the pool has changed when they begin, "
                + "none is made.",
            verb: ["rebalance"], rest: policy + ["--apply", "--plan", plan],
            preview: policy + ["--dry-run", "--output", plan], possible: [Exit.changesPending.rawValue])
    }

    static func campaign(_ word: CampaignDecision.Word, _ server: String, file: String) -> Action {
        let (verb, consequence) =
            switch word {
            case .approved: ("approve", "The service of \(server) may be stopped in its window, once its copy is warm.")
            case .now:
                ("now", "The service of \(server) is stopped as soon as its copy is warm, whatever its window says.")
            case .parked: ("park", "The service of \(server) is not stopped until somebody releases it.")
            case .released: ("release", "\(server) goes on: an approval that stands counts again.")
            }
        return Action(
            title: "\(verb.prefix(1).uppercased() + verb.dropFirst()) \(server)", consequence: consequence,
            verb: ["campaign", verb], rest: named([file, server]), preview: [file], possible: [Exit.done.rawValue],
            takesReason: true)
    }

    static let words: [String: CampaignDecision.Word] = [
        "approve": .approved, "now": .now, "park": .parked, "release": .released,
    ]
}
