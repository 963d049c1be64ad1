internal import Estate

extension ConcernRule {
    /// A board whose maker gave it no UUID of its own.
    static let firmwareUUID = ConcernRule(
        id: "firmware-uuid", severity: .information,
        matters: "the VM cannot keep the server's firmware UUID, and gets a new one: a licence may be bound to it",
        advice: "check software that is licensed by the machine's UUID; nothing else is needed"
    ) { profile in
        guard case .unknown(let reason) = profile.identity.dmiUUID, reason.contains("as its maker left it") else {
            return []
        }
        return [reason]
    }
}
