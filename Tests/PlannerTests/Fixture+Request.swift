import Estate
import Planner
import TestSupport

extension Fixture {
    static let pool = PoolConfiguration(
        name: "office", hosts: [], storage: [.init(name: "sr1", url: "nfs://nfs1/sr")], network: "br0")

    static func request(_ profiles: [ServerProfile], _ hosts: [Host] = [host("hosta"), host("hostb")]) -> PlanRequest {
        PlanRequest(pool: pool, hosts: hosts, profiles: profiles)
    }
}
