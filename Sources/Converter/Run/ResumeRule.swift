package import Estate

/// Where a resumed run goes on.
package enum ResumePoint: Sendable, Hashable {
    /// With the first step that has not finished.
    case goOn
    /// With this step at the latest, since the world has changed under what was done after it.
    case goBack(to: String, because: String)
}

/// What a look at the source says, hours after the cut-over.
package enum SourceView: Sendable, Hashable {
    /// The same boot, and all that was stopped still is.
    case asLeft
    case changed(String)
    case unknown(String)

    /// - Parameters:
    ///   - bootID: as whoever answers there says now.
    ///   - units: services that run there now; nil where nobody knows.
    package init(bootID: String, units: Set<String>?, after stopped: StoppedFacts) {
        guard bootID == stopped.bootID else {
            self = .changed("the source was started anew since its service was stopped")
            return
        }
        guard !stopped.units.isEmpty, let units else {
            self = .changed("nothing can prove that the service on the source is still stopped")
            return
        }
        let running = units.intersection(stopped.units).sorted()
        self = running.isEmpty ? .asLeft : .changed("\(running.joined(separator: ", ")) runs again on the source")
    }
}

/// Decides where to go on: pure.
package enum ResumeRule {
    static let cutOver = "cutOver"
    /// Where the way back to the cut-over begins: the copy is warm, and the moment right, before a service is stopped.
    static let catchUp = "catchUp"

    /// - Parameter view: nil where nobody looked, since nothing depends on it.
    /// - Throws: ``Failure`` (refused) when nothing can be decided; nothing is changed then.
    package static func point(_ state: RunState, _ view: SourceView?, on run: String) throws(Failure) -> ResumePoint {
        guard needsLook(state) else {
            let isWarm = state.finished.contains(catchUp) && !state.isPastReturn
            return isWarm ? .goBack(to: catchUp, because: "the service has worked since the last pass") : .goOn
        }
        switch view {
        case .asLeft: return .goOn
        case .changed(let why): return .goBack(to: catchUp, because: why)
        case .unknown where state.facts.statement != nil: return .goOn
        case .unknown(let why): throw unknown(run, why)
        case nil: throw unknown(run, "nobody looked")
        }
    }

    /// Something was built on the stopped service, and the source could have worked since.
    package static func needsLook(_ state: RunState) -> Bool {
        state.finished.contains(cutOver) && !state.isPastReturn
    }

    private static func unknown(_ run: String, _ why: String) -> Failure {
        Failure(
            "go on with the run", on: run,
            because: "the source's service was stopped, and nobody can say whether it has worked since: \(why)",
            next: "bring the source back and say --resume; or, if it is off for certain and did not work since, say "
                + "--resume --source-is-off", exit: .refused)
    }
}
