internal import Estate

extension ConcernRule {
    /// Tape drives and changers: their SCSI drivers are loaded.
    static let tape = ConcernRule(
        id: "tape", severity: .critical,
        matters: "tape drives and libraries cannot follow into a VM",
        advice: "move the backup role to another server first"
    ) { profile in
        let modules = profile.hardware.modules.value ?? []
        return modules.filter { $0 == "st" || $0 == "ch" }.map { "the module \($0) for tapes is loaded" }
    }
}
