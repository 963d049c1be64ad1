internal import ArgumentParser
internal import Estate
internal import Planner
internal import Operations

/// Where a plan's facts come from, and the promises it keeps: shared by the commands that plan.
struct PlanInput: ParsableArguments {
    @Argument(help: "Servers, as they were scanned; all when none is named.")
    var servers: [String] = []

    @Option(help: "Plan from a p2v-inventory/1 file instead of scans: before anything is scanned.")
    var inventory: String?

    @Option(
        help: "Rules, in YAML: apart, together, pinned, banned, atMost, licences, needs, leaveOut, sameWave, owners.")
    var rules: String?

    @Option(
        help: "A proof that the VM serves, such as dns:10.77.0.53/www.lab.test; SERVER=PROBE names whose it is.")
    var proof: [String] = []

    @Option(help: "Seconds after which the whole command takes the best plan so far.")
    var timeLimit = 10.0

    @Option(help: "The same seed makes the same plan.")
    var seed: UInt64 = 1

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard timeLimit.isFinite, timeLimit > 0 else { throw ValidationError("the time limit is above 0 seconds") }
        guard inventory == nil || servers.isEmpty else {
            throw ValidationError("an inventory names its servers; name none beside --inventory")
        }
    }

    var patience: String { "looking for the best plan, for \(Fixed.text(timeLimit, 0)) s at most (--time-limit)" }

    var solver: PackingSolver { PackingSolver(timeLimit: timeLimit, seed: seed) }

    var order: PlanOrder {
        PlanOrder(servers: servers, inventory: inventory, rules: rules, proofs: proof, policy: policy.wish)
    }

    var planning: Planning { Planning(in: global.workspace, solver: solver) }
}
