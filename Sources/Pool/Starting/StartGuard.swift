internal import Estate

/// Decides whether a machine may start. QEMU's own NFS client locks nothing, so two guests on one image destroy it:
/// every start asks every host first.
struct StartGuard {
    /// A machine as one host knows it, with the images it may write to.
    struct Known {
        var name: String
        var uuid: String
        var host: String
        /// Running, paused, or on its way in or out.
        var active: Bool
        var images: [ImageName]
        /// Paused: it writes nothing now.
        var isHeld = false
        /// On its way out: its processors stand still for good.
        var isLeaving = false
    }

    var known: [Known]
    /// Hosts that did not answer, each with the reason.
    var unreachable: [(host: String, reason: String)]
    /// NFS servers of the configured repositories: different machines for certain.
    var distinctServers: Set<String>

    /// - Parameter dead: hosts whose silence says nothing: they are off for certain.
    func check(_ machine: Known, despiteSilenceOf dead: Set<String>) throws(Failure) {
        for other in known where other.active {
            if let reason = conflict(machine, other) {
                throw refusal(
                    machine, other.isHeld ? "\(reason), paused" : reason,
                    other.isHeld
                        ? "see whether it is being moved there (p2v pool); if not, a start was cut short: let "
                            + "\(other.name) go on, or stop it, on \(other.host)"
                        : "stop \(other.name) on \(other.host) first, or leave it as it is")
            }
        }
        if let silent = silent(except: dead) {
            throw refusal(
                machine, "\(silent.host) cannot be asked whether it runs it (\(silent.reason))",
                "bring \(silent.host) back; if it is off for good, take it out of the pool file")
        }
    }

    /// A host that may run anything: it did not answer, and is not known to be off.
    func silent(except dead: Set<String>) -> (host: String, reason: String)? {
        unreachable.first { !dead.contains($0.host) }
    }

    /// Why the two may not run at once; nil when they may.
    func conflict(_ machine: Known, _ other: Known) -> String? {
        if other.name == machine.name { return "a machine of that name runs on \(other.host)" }
        if other.uuid.lowercased() == machine.uuid.lowercased() {
            return "\(other.name) on \(other.host) runs with the same UUID"
        }
        let shared = machine.images.first { image in
            other.images.contains { $0.isSame(as: image, distinctServers: distinctServers) }
        }
        return shared.map { "its image \($0.path) is in use by \(other.name) on \(other.host)" }
    }

    private func refusal(_ machine: Known, _ reason: String, _ next: String) -> Failure {
        Failure("start the machine", on: machine.name, because: reason, next: next, exit: .refused)
    }
}
