/// Case 47, for a server that was a virtual machine: tools of another hypervisor find no partner. Some wait for one, some
/// build modules at each start. They are switched off, not removed.
struct HypervisorTools: Decider {
    let id = "hypervisor-tools"
    let cases = [47]
    let reads: [String] = []
    let looks = Units.looks

    func decide(_ draft: inout Draft) {
        let before = draft.changes.count
        var kinds: Set<ForeignUnit.Kind> = [.vmware, .hyperv, .virtualbox, .parallels]
        if !draft.facts.target.isXen { kinds.insert(.xen) }
        Units.mask(
            ForeignUnit.of(kinds).map(\.name), in: &draft, found: "a tool of another hypervisor",
            why: "it finds no partner, and fails, waits, or builds modules at each start")
        if draft.changes.count == before { draft.pass("no tool of another hypervisor is installed") }
    }
}
