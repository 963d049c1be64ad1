internal import Estate
internal import Balancer
internal import Operations
internal import Terminal

/// What would start where after a host's loss.
enum RecoveryText {
    static func show(_ plan: RecoveryPlan, _ json: Bool) {
        do { print(try json ? JSONText.encode(plan) + "\n" : table(plan), terminator: "") } catch {
            BalancePrinter.say("\(error)")
        }
    }

    private static func table(_ plan: RecoveryPlan) -> String {
        var table = Table([">#", "VM", "START ON", "WHY"])
        for (index, restart) in plan.restarts.enumerated() {
            table.add(["\(index + 1)", restart.vm, restart.to, restart.reason])
        }
        let stays = plan.stays.map { "stays down: \(Sanitised.text($0.vm)): \(Sanitised.line($0.reason))\n" }
        return (plan.restarts.isEmpty ? "Nothing to start.\n" : table.text) + stays.joined()
    }
}
