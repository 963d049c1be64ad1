internal import Estate

extension ConcernRule {
    /// Drivers that hand a network card to a program (DPDK): the kernel, and so the scan, does not see that card.
    static let userSpaceNetwork = ConcernRule(
        id: "user-space-network", severity: .warning,
        matters: "a card that a program drives itself is not among the scanned ones, and the VM gets none for it",
        advice: "find the program's cards (dpdk-devbind.py --status), and plan VIFs and its settings by hand"
    ) { profile in
        let modules: Set<String> = ["igb_uio", "uio_pci_generic", "rte_kni", "pf_ring"]
        return profile.hardware.modules.value?.filter(modules.contains).map { "the module \($0) is loaded" } ?? []
    }
}
