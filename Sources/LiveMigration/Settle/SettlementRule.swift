/// Decides who keeps a machine after a move that broke: pure.
///
/// QEMU's own NFS client locks nothing, so two copies of a machine on one image destroy it. When the answer to the last
/// message of a move is lost, libvirt's source starts its copy again although the destination's may run: it leaves that
/// to lock managers, which do not exist for such disks. These rules take their place:
///
/// | source | destination | what is done |
/// |---|---|---|
/// | running | absent, off | nothing: the source keeps it |
/// | absent, off | running | nothing: it has moved |
/// | running, paused | running | the source's copy is stopped: the destination's has newer disks |
/// | running | paused | the destination's copy is stopped: it never ran |
/// | running | silent | before the pause: nothing. After: the source's copy is held still until the other is known |
/// | paused | absent, off | the source's copy goes on |
/// | paused | paused | the destination's is stopped, the source's goes on; after post-copy: it is recovered |
/// | paused | silent | held still until the other is known |
/// | absent, off | paused | the destination's goes on |
/// | silent | anything | waited for |
/// | torn | a copy, whole or not | the post-copy is taken up again: neither is stopped, neither is let go on |
/// | torn, absent, off | absent, off, torn | nothing: a part of the memory is lost, which only its owner may decide |
/// | split | anything | waited for: the rest travels, or its host will say that it does not |
/// | anything | split | the same |
struct SettlementRule: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        /// Nothing is left to do; who holds the machine, if anybody does.
        case done(holder: String?)
        case pause(String)
        case resume(String)
        case stop(String)
        case recoverPostCopy
        /// Until this host answers.
        case wait(String)
    }

    var from: String
    var to: String
    var source: Standing
    var destination: Standing
    /// The guest may have run on the destination: the pause began, or nobody saw whether it did.
    var mayHaveSwitched: Bool
    /// Part of the memory may be on each side.
    var postCopy = false

    var step: Step {
        source.isPart || destination.isPart && source != .silent ? stepOfParts : stepOfWholes
    }

    /// One of the two, at least, has only a part of the memory. It is never stopped, and never let go on by itself: the
    /// machine may have run, and written, on the other host since.
    private var stepOfParts: Step {
        switch (source, destination) {
        case (_, .silent): .wait(to)
        case (.split, _): .wait(from)
        case (_, .split): .wait(to)
        case (.torn, .absent), (.torn, .off), (.absent, .torn), (.off, .torn): .done(holder: nil)
        // A source that runs cannot have let the destination run.
        case (.running, _): .wait(to)
        default: .recoverPostCopy
        }
    }

    private var stepOfWholes: Step {
        switch (source, destination) {
        case (.silent, _): .wait(from)
        case (.running, .absent), (.running, .off): .done(holder: from)
        case (.running, .silent): mayHaveSwitched ? .pause(from) : .done(holder: from)
        case (.paused, .silent), (.absent, .silent), (.off, .silent): .wait(to)
        case (.running, .running), (.paused, .running): .stop(from)
        case (.running, .paused): .stop(to)
        case (.paused, .paused): postCopy ? .recoverPostCopy : .stop(to)
        case (.paused, .absent), (.paused, .off): .resume(from)
        case (.absent, .running), (.off, .running): .done(holder: to)
        case (.absent, .paused), (.off, .paused): .resume(to)
        case (.absent, _), (.off, _): .done(holder: nil)
        case (.running, _), (.paused, _), (.split, _), (.torn, _): stepOfParts
        }
    }
}
