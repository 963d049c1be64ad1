internal import Estate

extension ConcernRule {
    /// Distributions that the adaptation has no rules for.
    static let unsupportedSystem = ConcernRule(
        id: "system-unknown", severity: .warning,
        matters:
            "the conversion has rules for Debian, Ubuntu, RHEL and its kin, and SUSE; others are copied but not adapted",
        advice: "try the conversion with --keep-source, and look at the boot proof"
    ) { profile in
        let known: Set<String> = [
            "debian", "ubuntu", "raspbian", "linuxmint", "rhel", "centos", "rocky", "almalinux", "ol", "scientific",
            "fedora", "windows", "sles", "sled", "suse", "opensuse", "opensuse-leap", "opensuse-tumbleweed", "amzn",
        ]
        guard let family = profile.system.family.value, !known.contains(family) else { return [] }
        return ["the distribution is \(family)"]
    }
}
