/// Where each VM may run, and which VMs belong together or apart: the rules as indices.
struct Fences {
    /// Hosts that a VM may run on; -1 for all of them.
    let row: [Int]
    let rows: [[Bool]]
    /// Groups (indices into `groups`) that a VM must be alone of on its host.
    let apart: [[Int]]
    let groups: [[Int]]
    /// The other VMs that a VM must share its host with.
    let together: [Int: [Int]]
    /// Why a VM may not be moved at all.
    let held: [Int: String]
    /// The host that a VM must not return to yet.
    let noReturn: [Int: Int]

    init(_ state: BalanceState, _ policy: BalancePolicy, hostIndex: [String: Int]) {
        let machineIndex =
            state.rules.isEmpty
            ? [:] : Dictionary(uniqueKeysWithValues: state.machines.enumerated().map { ($1.name, $0) })
        var builder = FencesBuilder(state, machineIndex, hostIndex)
        builder.applyNeeds()
        for rule in state.rules { builder.apply(rule) }
        builder.holdRecent(policy)
        row = builder.row
        rows = builder.rows
        apart = builder.apart
        groups = builder.groups
        together = builder.together
        held = builder.held
        noReturn = builder.noReturn
    }

    func allows(_ vm: Int, on host: Int) -> Bool { row[vm] < 0 || rows[row[vm]][host] }

    func isFree(_ vm: Int) -> Bool { row[vm] < 0 }
}
