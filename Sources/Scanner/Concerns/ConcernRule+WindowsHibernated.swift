internal import Estate

extension ConcernRule {
    /// A hibernated or fast-started Windows has left its file systems open.
    static let windowsHibernated = ConcernRule(
        id: "windows-hibernated", severity: .critical,
        matters: "the memory image belongs to the old hardware, and the file systems must not be changed under it",
        advice: "on the server: powercfg /h off, then shut down (not restart) and take the image again"
    ) { profile in
        switch profile.windows?.hibernation {
        case .hibernated: ["hiberfil.sys holds a running Windows"]
        case .unknown: ["hiberfil.sys has a head that is not known"]
        default: []
        }
    }
}
