import Estate
import Foundation
import Planner
import Testing

@testable import Operations

/// If these fail, a page of a plan cannot be had without the command line, or a plan is judged by nobody.
@Suite struct `Plans without a command line` {
    private static let inventory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Plans/office.inventory.yaml").path
    private let workspace = Workspace(storePath: "/nonexistent/store", poolPath: "/nonexistent/pool.yaml")

    private func made() async throws -> Planning.Made {
        try await Planning(in: workspace, solver: PackingSolver(timeLimit: 20, seed: 1)).plan(
            PlanOrder(servers: [], inventory: Self.inventory),
            schedule: SchedulePolicy(
                start: Moment(iso: "2026-03-02T20:00:00Z")!, windowHours: 8, everyHours: 24, mostServers: 8,
                parallelCopies: 2, bytesPerSecond: 1e9), savings: Savings.Basis())
    }

    @Test func `a plan, its page and its calendar need no store, no pool and no terminal`() async throws {
        let made = try await made()
        #expect(!made.plan.servers.isEmpty)
        #expect(made.page.hasPrefix("<!doctype html>"))
        #expect(made.calendar.contains("DTSTART:20260302T200000Z"))
    }

    @Test func `a plan is reviewed against the inventory that it was made from, and an edit is found`() async throws {
        var plan = try await made().plan
        #expect(try await PlanReview(of: plan, inventory: Self.inventory, in: workspace).findings == [])
        plan.servers[0].memoryMiB = 1 << 20
        #expect(try await !PlanReview(of: plan, inventory: Self.inventory, in: workspace).findings.isEmpty)
    }
}
