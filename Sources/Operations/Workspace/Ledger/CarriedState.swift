internal import Balancer
internal import Estate
internal import Foundation
internal import Store

/// What this user's store remembers from when marks and pages were kept there: read beside the ledger, written only to
/// be cleared. A mark that was lost would open a host on which somebody works.
struct CarriedState: Sendable {
    private static let marksRun = "maintenance"
    private static let pagesRun = "inventory"
    let store: Store

    private struct Page: Codable {
        var machines: [BalanceMachine]
        var definitions: [String: String]
        var disks: [String: [String]]?
    }

    func marks() async throws -> [MaintenanceMark] {
        var marks: [String: MaintenanceMark] = [:]
        for record in try await store.carried(Self.marksRun) {
            marks[record.step] =
                record.event == .started
                ? MaintenanceMark(host: record.step, since: record.at, by: "this user's store", why: "evacuate") : nil
        }
        return Array(marks.values)
    }

    func open(_ host: String) async throws {
        try await store.forgetCarried(Self.marksRun, step: host)
    }

    func page(of host: String) async throws -> HostPage? {
        guard let record = try await store.carried(Self.pagesRun).last(where: { $0.step == host }) else {
            return nil
        }
        do {
            let page = try JSONDecoder().decode(Page.self, from: Data(record.detail.utf8))
            return HostPage(
                host: host, machines: page.machines, definitions: page.definitions, disks: page.disks,
                seenAt: record.at)
        } catch {
            throw Failure(
                "read what the host ran", on: host, because: "\(error)",
                next: "define and start its VMs by hand")
        }
    }
}
