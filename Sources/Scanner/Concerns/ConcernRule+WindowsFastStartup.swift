internal import Estate

extension ConcernRule {
    /// Shutting down hibernates the kernel.
    static let windowsFastStartup = ConcernRule(
        id: "windows-fast-startup", severity: .warning,
        matters: "an image taken after an ordinary shutdown may hold a hibernated kernel",
        advice: "on the server: powercfg /h off, before the last shutdown"
    ) { profile in
        profile.windows?.fastStartup == true ? ["fast startup is on"] : []
    }
}
