internal import Estate

extension ConcernRule {
    /// A console on a second serial port (iLO, iDRAC).
    static let serialConsole = ConcernRule(
        id: "serial-console", severity: .information,
        matters: "a console on a port that the VM lacks stays silent, and a login on it is lost",
        advice: "nothing: the conversion points it to ttyS0"
    ) { profile in
        let words = profile.boot.kernelCommandLine.value?.words ?? []
        return words.filter { $0.hasPrefix("console=ttyS") && !$0.hasPrefix("console=ttyS0") }
    }
}
