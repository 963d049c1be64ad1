import Converter
import Estate
import Foundation
import Planner
import Store
import TestSupport
import Testing

@testable import Operations

/// If these fail, an edit that breaks a promise is found by whoever asks the checker, and carried out by whoever does not.
@Suite struct `A conversion asks the checker first` {
    /// Two hosts that do not answer and one SR, whose sizes are stated; one scanned server.
    private func planned(_ judge: (Workspace, Plan) async throws -> Void) async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let workspace = scene.workspace("anna")
        let away = "qemu+unix:///system?socket=/nonexistent/libvirt"
        let text = """
            format: p2v-pool/1
            name: office
            hosts:
              - {name: hosta, uri: "\(away)", cpus: 8, memoryMiB: 16384}
              - {name: hostb, uri: "\(away)", cpus: 8, memoryMiB: 16384}
            storage: [{name: sr, url: "file://\(scene.place)", freeGiB: 100}]
            network: br0

            """
        try text.write(toFile: workspace.poolPath, atomically: true, encoding: .utf8)
        try await workspace.openStore().save(Fixture.profile("dns01"))
        let made = try await Planning(in: workspace, solver: PackingSolver(timeLimit: 1, seed: 1)).plan(
            PlanOrder(servers: []), schedule: nil, savings: Savings.Basis())
        try await judge(workspace, made.plan)
    }

    private func convert(_ plan: Plan, in workspace: Workspace) async throws {
        _ = try await Convert(Convert.Request(plan: plan, planName: "plan.yaml"), in: workspace) { _ in }.run()
    }

    @Test func `nothing is said against a plan as it was made`() async throws {
        try await planned { workspace, plan in
            try await PlanGuard(workspace: workspace, name: "plan.yaml").check(plan)
        }
    }

    @Test(arguments: ["no proof", "another network", "too much memory", "another server's address"])
    func `a plan that was spoiled by hand is refused before anything is done, in the checker's words`(_ edit: String)
        async throws
    {
        try await planned { workspace, plan in
            var spoiled = plan
            var words = ""
            switch edit {
            case "no proof": (spoiled.servers[0].proof, words) = ([], "no proof that its VM serves")
            case "another network":
                (spoiled.servers[0].interfaces[0].network, words) = ("br9", "no network is named \"br9\"")
            case "too much memory": (spoiled.servers[0].memoryMiB, words) = (512_000, "are free after headroom")
            default: (spoiled.servers[0].address, words) = ("ssh://root@mail", "it was scanned at ssh://root@dns01")
            }
            let failure = await #expect(throws: Failure.self) { try await convert(spoiled, in: workspace) }
            #expect(failure?.exit == .refused)
            #expect(failure?.because.contains(words) == true, "\(failure?.because ?? "")")
            #expect(failure?.next.contains("p2v plan check plan.yaml") == true)
        }
    }

    // A service may be waiting: what has begun is finished or taken back.
    @Test func `what has begun is not judged again`() {
        let plan = CasePlan.empty
        #expect(Convert.Request(plan: plan, planName: "p", mode: .undo(discard: false)).begins == false)
        #expect(Convert.Request(plan: plan, planName: "p", options: ConversionOptions(resume: true)).begins == false)
        #expect(Convert.Request(plan: plan, planName: "p", mode: .preview).begins)
    }

    private enum CasePlan {
        static let empty = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 0, hostsLowerBound: 0, servers: [], leftOut: [])
    }
}
