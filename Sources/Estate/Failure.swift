/// An error as an operator needs it: what was attempted, on what, why it failed, what to do next.
package struct Failure: Error, Sendable, Hashable, Codable, CustomStringConvertible {
    /// What p2v was doing, in plain words: "copy the disk".
    package var attempted: String
    /// On which thing: a server, an image, a host; empty where the attempt names it.
    package var subject: String
    /// Why it failed, with the numbers.
    package var because: String
    /// What the operator can do.
    package var next: String
    /// The process exit code this failure leads to.
    package var exit: Exit

    package init(_ attempted: String, on subject: String, because: String, next: String, exit: Exit = .error) {
        self.attempted = attempted
        self.subject = subject
        self.because = because
        self.next = next
        self.exit = exit
    }

    /// The same with one step more.
    package func adding(_ step: String) -> Failure {
        Failure(attempted, on: subject, because: because, next: "\(next); \(step)", exit: exit)
    }

    /// Two lines. Names and words of servers, files and programs are in it: nothing in them is obeyed by a terminal, and
    /// none can look like the second line.
    package var description: String {
        let (what, why) = (
            Sanitised.line(subject.isEmpty ? attempted : "\(attempted) on \(subject)"), Sanitised.line(because)
        )
        return "could not \(what): \(why)\n  next: \(Sanitised.line(next))"
    }
}

/// The exit codes of `p2v`, documented in the reference.
package enum Exit: Int32, Sendable, Hashable, Codable {
    case done = 0
    case error = 1
    /// A dry run found something to do.
    case changesPending = 2
    /// The plan, or the request, cannot be satisfied: nothing was changed.
    case refused = 3
    /// Another p2v holds the lease on the same server, disk or pool.
    case busy = 4
    /// The work was done but what followed could not be proved (boot proof, verification).
    case unproved = 5
    /// What could be done is done; what was left, and why, is named.
    case partly = 6
    /// The command line was not understood.
    case misunderstood = 64
    /// Stopped by Ctrl-C or SIGTERM; the journal says what is kept.
    case interrupted = 130
}
