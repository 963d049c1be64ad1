internal import ArgumentParser
internal import Estate
internal import Planner
internal import Terminal

/// Where a plan's facts come from, and the promises it keeps: shared by the commands that plan.
struct PlanInput: ParsableArguments {
    @Argument(help: "Servers, as they were scanned; all when none is named.")
    var servers: [String] = []

    @Option(help: "Plan from a p2v-inventory/1 file instead of scans: before anything is scanned.")
    var inventory: String?

    @Option(
        help: "A YAML file with rules: apart, together, pinned, banned, atMost, licences, needs, leaveOut, sameWave.")
    var rules: String?

    @Option(
        help: "A proof that the VM serves, such as dns:10.77.0.53/www.lab.test; SERVER=PROBE names whose it is.")
    var proof: [String] = []

    @Option(help: "Seconds after which the best plan so far is taken.")
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

    var solver: PackingSolver { PackingSolver(timeLimit: timeLimit, seed: seed) }

    func request() async throws -> PlanRequest {
        guard let inventory else {
            return try await PlanSources.request(servers, global, policy: policy.policy, rules: rules, proofs: proof)
        }
        let file = try YAMLText.decode(Inventory.self, from: try PlanSources.read(inventory), source: inventory)
        var request = try file.request()
        if file.policy == nil { request.policy = policy.policy }
        if let rules { request.rules = try PlanSources.rules(at: rules) }
        request.proofs = try ProofOptions.assign(proof, to: request.profiles)
        return request
    }
}
