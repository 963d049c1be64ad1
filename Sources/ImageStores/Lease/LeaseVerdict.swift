/// Whether the owner of a lease still works. Only one that is gone for certain may be followed.
enum LeaseVerdict: Sendable, Hashable {
    case gone
    case alive
    /// On another machine, where nobody here can look.
    case elsewhere
    case unknown(because: String)

    /// - Parameter running: looks for a process of this machine.
    init(
        of owner: LeaseOwner, seenFrom here: ProcessIdentity,
        running: (Int32) -> ProcessIdentity.Running = ProcessIdentity.running
    ) {
        guard let machine = owner.machine, let mine = here.machine else {
            self =
                owner.host == here.host
                ? .unknown(because: "it does not say its machine, or this one's /etc/machine-id cannot be read")
                : .elsewhere
            return
        }
        guard machine == mine else {
            self = .elsewhere
            return
        }
        self = Self.here(owner, here, running)
    }

    private static func here(
        _ owner: LeaseOwner, _ here: ProcessIdentity, _ running: (Int32) -> ProcessIdentity.Running
    ) -> LeaseVerdict {
        guard let boot = owner.bootID else {
            return .unknown(because: "its boot id could not be read where it runs (a service that hides /proc/sys)")
        }
        guard let now = here.boot else { return .unknown(because: "this machine's boot id cannot be read here") }
        guard boot == now else {
            // Copies of one machine have one machine-id.
            return owner.host == here.host
                ? .gone : .unknown(because: "a machine of another name has this one's machine-id")
        }
        guard let space = owner.processSpace, space == here.space else {
            return .unknown(because: "its process numbers are those of another container")
        }
        switch running(owner.process) {
        case .no: return .gone
        case .unknown: return .unknown(because: "when process \(owner.process) began cannot be read")
        case .since(let began):
            if owner.began.isEmpty { return .unknown(because: "it does not say when its process began") }
            return began == owner.began ? .alive : .gone
        }
    }
}
