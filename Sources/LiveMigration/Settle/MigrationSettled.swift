/// How a move that broke, or that nobody watched to its end, came out.
package struct MigrationSettled: Sendable, Hashable, Codable {
    package static let format = "p2v-migration-settled/1"

    package var format = Self.format
    package var machine: String
    package var from: String
    package var to: String
    package var source: Standing
    package var destination: Standing
    /// The host that keeps the machine; nil when none runs it, or when it is not known which.
    package var holder: String?
    /// What p2v did about it, in order: `stopped the copy on hosta`.
    package var actions: [String]
    /// Seconds for which the move itself was followed.
    package var followedSeconds: Double
    /// The operator said that hosts which do not answer are off.
    package var silentIsOff = false
    /// The destination has nothing any more, and the source's daemon neither ends the move nor lets its copy go on.
    package var isStuck: Bool?
    /// The source's copy runs, and its daemon does not end a move that was to be aborted, or that does not get on.
    package var isUnended: Bool?

    /// Exactly one copy runs, and nothing else has a process. A source that cannot be asked may run its own: libvirt
    /// lets it go on when the destination's last answer is lost.
    package var isSettled: Bool {
        if holder == from { return source == .running }
        return holder == to && destination == .running && (source != .silent || silentIsOff)
    }

    /// Nobody runs it, and both hosts said so.
    package var isGone: Bool { holder == nil && source.isEmpty && destination.isEmpty }

    /// What is left cannot run on: the copy with the other part of the memory has ended, or nothing ends the move.
    package var isLost: Bool {
        isStuck == true || source == .torn && isEnded(destination) || destination == .torn && isEnded(source)
    }

    private func isEnded(_ standing: Standing) -> Bool { standing.isEmpty || silentIsOff && standing == .silent }

    /// One line: where it runs, or who holds it and what is not known.
    package var explanation: String {
        if isStuck == true {
            return
                "the copy on \(to) has ended, and QEMU on \(from) neither ends the move nor lets its own copy go on: "
                + "what \(from) holds was not touched"
        }
        if isUnended == true { return "the machine runs on \(from), which does not end the move" }
        if let parts { return parts }
        if let holder { return "the machine is running on \(holder)" + (isComplete ? "" : "; \(unknown)") }
        if let (host, standing) = [(from, source), (to, destination)].first(where: { $0.1.isHeld }) {
            return "\(host) holds the machine (\(standing.rawValue)); \(unknown)"
        }
        guard isComplete else { return "no host that answers runs it; \(unknown)" }
        let last = destination == .off ? to : from
        return "no host runs the machine: it was shut down or ended on \(last)"
    }

    /// What became of a post-copy that has not ended well; nil where there was none.
    private var parts: String? {
        guard holder == nil, source.isPart || destination.isPart else { return nil }
        guard isLost else {
            return "its post-copy broke off, and each host has a part of its memory: "
                + "\(from) (\(source.rawValue)), \(to) (\(destination.rawValue))"
        }
        let (rest, ended) = source == .torn ? (from, to) : (to, from)
        return "its post-copy broke off, and the part of its memory that was on \(ended) is lost: what \(rest) holds "
            + "cannot run on, and was not touched"
    }

    private var isComplete: Bool { source != .silent && destination != .silent }

    private var unknown: String {
        let silent = [(from, source), (to, destination)].filter { $0.1 == .silent }.map(\.0)
        return silent.isEmpty
            ? "the other copy is \(holder == from ? destination.rawValue : source.rawValue)"
            : "\(silent.joined(separator: " and ")) cannot be asked"
    }

    /// What the operator does next.
    package var advice: String {
        if isSettled { return "start the move again when you like" }
        if isLost {
            let rest = source == .torn || isStuck == true ? from : to
            return "switch off what is left (virsh destroy \(machine) on \(rest)), then start the machine again: it "
                + "boots from its disks as after a power failure"
        }
        if isUnended == true {
            return
                "restart the daemon that moves it on \(from) (libvirtd, virtqemud or xapi: its VMs run on), then run "
                + "p2v migrate --attach \(machine)"
        }
        if source.isPart || destination.isPart {
            return "switch off neither copy; bring the way between \(from) and \(to) back, then run "
                + "p2v migrate --attach \(machine)"
        }
        if isComplete { return "see `p2v pool`, and start it where it is defined" }
        return "bring the silent host back and run p2v migrate --attach \(machine); if it is off for good, "
            + "add --despite-unreachable"
    }
}
