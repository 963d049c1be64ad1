internal import Estate

extension ConcernRule {
    /// Words of the kernel's command line that count this machine's processors or memory.
    static let commandLineLimits = ConcernRule(
        id: "command-line-limits", severity: .warning,
        matters:
            "they were counted for this machine: a VM of another size isolates all of its processors, or uses a part",
        advice: "take the words out of the boot loader's settings, or fit them to the planned size"
    ) { profile in
        let names: Set<String> = ["isolcpus", "nohz_full", "rcu_nocbs", "maxcpus", "nr_cpus", "mem", "possible_cpus"]
        return (profile.boot.kernelCommandLine.value?.words ?? []).filter { word in
            guard let (name, value) = word.halves("=") else { return false }
            return names.contains(name) && !value.isEmpty
        }.map { "the kernel is told \($0.prefix(60))" }
    }
}
