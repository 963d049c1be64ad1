internal import Estate

/// Concerns about a new machine: `define-…` is refused when it is defined, `start-…` when it is started first.
extension Concern {
    static func refusing(_ id: String, _ seen: String, _ matters: String, _ advice: String) -> Concern {
        Concern(id: id, severity: .critical, seen: seen, matters: matters, advice: advice)
    }

    var refusesDefinition: Bool { severity == .critical && id.hasPrefix("define-") }
}

extension [Concern] {
    /// What `define` obeys, from the very list that `check` answers: so both always agree.
    func refuseDefinition(of machine: String) throws(Failure) {
        guard let worst = first(where: \.refusesDefinition) else { return }
        throw Failure(
            "define the machine", on: machine, because: worst.seen, next: worst.advice, exit: .refused)
    }
}
