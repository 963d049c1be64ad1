import Balancer
import Dispatcher
import Estate
import Foundation
import Planner
import Scanner
import Terminal

@testable import Operations

/// A reader of a file, good files for it, and what is done next with what was read.
struct FuzzedReader: Sendable {
    var name: String
    var good: @Sendable () throws -> [String]
    var read: @Sendable (String) throws -> Void

    static let all =
        [pool, policy, inventory, list, tree, rules, plan, campaign, cluster, ganeti, savedPlan, profile, history]
        + small

    static let pool = FuzzedReader(name: "pool", good: { [poolText] }) { text in
        let pool = try YAMLText.decode(
            PoolConfiguration.self, from: text, source: "pool.yaml", format: PoolConfiguration.format)
        _ = pool.statedHosts
    }

    static let policy = FuzzedReader(name: "policy", good: { [policyText] }) { text in
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-fuzz-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: path) }
        try text.write(to: path, atomically: false, encoding: .utf8)
        let file = try BalancePolicyFile(reading: path.path)
        var state = try SavedState.reading(clusterText)
        file.complete(&state)
        _ = try Balancer.plan(state, policy: file.policy(now: 1_800_000_000))
        _ = try RunHours(file.hours ?? []).reasonToStop(at: Moment(seconds: 1_800_000_000), in: .utc)
    }

    static let inventory = FuzzedReader(
        name: "inventory", good: { try files(["Tests/Plans/batch.yaml", "Tests/Plans/sr.yaml"]) }
    ) { text in
        let file = try YAMLText.decode(Inventory.self, from: text, source: "i.yaml", format: Inventory.format)
        _ = try file.request()
    }

    static let list = FuzzedReader(name: "list of servers", good: { [listText] }) { text in
        _ = try InventoryText.addresses(text, name: "servers.ini")
    }

    static let tree = FuzzedReader(name: "tree of servers", good: { [treeText] }) { text in
        _ = try YAMLText.decode(InventoryTree.self, from: text, source: "servers.yaml").addresses(name: "servers.yaml")
    }

    static let rules = FuzzedReader(name: "rules", good: { [rulesText] }) { text in
        _ = try YAMLText.decode(Rules.self, from: text, source: "rules.yaml")
    }

    static let plan = FuzzedReader(name: "plan", good: { try files(["Plans/office.yaml"]) }) { text in
        _ = try YAMLText.decode(Plan.self, from: text, source: "plan.yaml", format: Plan.format)
    }

    static let campaign = FuzzedReader(name: "campaign", good: { [CampaignText.text] }) { text in
        let campaign = try YAMLText.decode(Campaign.self, from: text, source: "c.yaml", format: Campaign.format)
        for window in campaign.windows {
            _ = WeeklyWindow(window, clock: .utc)?.windows(from: Moment(seconds: 1_800_000_000), days: 3)
        }
    }

    static let cluster = FuzzedReader(name: "cluster", good: { [clusterText, daysText, snapshotText] }) { text in
        let state = try SavedState.reading(text)
        let plan = try Balancer.plan(state, policy: BalancePolicy(goal: .spread))
        _ = PlanChecker(state).violations(of: plan.moves)
        _ = try JSONText.encode(plan)
    }

    static let ganeti = FuzzedReader(name: "ganeti", good: { [ganetiText] }) { text in
        _ = try Balancer.plan(try GanetiText.read(text, source: "cluster"), policy: BalancePolicy(goal: .ganeti))
    }

    static let savedPlan = FuzzedReader(
        name: "saved plan",
        good: {
            let state = try SavedState.reading(clusterText)
            var plan = try Balancer.plan(state)
            plan.basis = BalanceBasis(state)
            return [try JSONText.encode(plan)]
        }
    ) { text in
        let plan = try JSONText.decode(BalancePlan.self, from: text, source: "plan.json")
        let state = try SavedState.reading(clusterText)
        _ = plan.basis?.differences(from: state)
        _ = PlanChecker(state).violations(of: plan.moves)
    }

    static let profile = FuzzedReader(
        name: "profile",
        good: {
            let text = try files(["Tests/Plans/batch.yaml"])[0]
            let file = try YAMLText.decode(Inventory.self, from: text, source: "i.yaml", format: Inventory.format)
            return try file.request().profiles.prefix(1).map { try JSONText.encode($0) }
        }
    ) { text in _ = try JSONText.decode(ServerProfile.self, from: text, source: "profile.json") }

    static let history = FuzzedReader(name: "history", good: { historyTexts }) { text in
        let reader = HistoryFile(threads: 4, memoryBytes: 8 << 30)
        for format in [nil] + HistoryFile.Format.allCases.map(Optional.some) {
            do { _ = try reader.series(text, as: format, source: "history") } catch  where format != nil {}
        }
    }

    private static func files(_ names: [String]) throws -> [String] {
        let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return try names.map { try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8) }
    }
}

extension SavedState {
    static func reading(_ text: String) throws -> BalanceState {
        try JSONText.decode(SavedState.self, from: text, source: "cluster.json").state
    }
}
