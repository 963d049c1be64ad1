import DiskCopying
import Estate
import Foundation
import Shell
import Synchronization
import Testing

@testable import Operations

/// Twenty servers at once over one link. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct CrowdFlowTests {
    @Test(.timeLimit(.minutes(15))) func `of twenty servers three break, and seventeen become VMs`() async throws {
        let scene = try await CrowdScene(count: 20, mebibytes: 12, megabits: 80)
        do {
            let small = try await SmallFileSystem(mebibytes: 16)
            try await scene.changeHostKey(of: "s7")
            async let converted = scene.convert(stores: ["s5": small.path])
            try await Waiting.until("the copies of s3 and s5 have begun", seconds: 120) {
                Waiting.allocated(scene.folder + "/images/s3.raw.part") > 0
                    && Waiting.allocated(small.path + "/s5.raw.part") > 0
            }
            try await scene.crash("s3")
            _ = try await Shell.run(Command("dd", "if=/dev/zero", "of=\(small.path)/full", "bs=1M", "status=none"))
            let rate = try await scene.rate(over: 8)
            let outcome = try await converted
            try await small.remove()
            try await judge(outcome, rate, scene)
        } catch {
            await scene.end()
            throw error
        }
        await scene.end()
    }

    private func judge(_ outcome: PlanOutcome, _ rate: Double, _ scene: CrowdScene) async throws {
        let parked = outcome.servers.filter { $0.result == .parked }
        for row in parked { print("crowd: \(row.server): \(row.reason ?? "-")") }
        #expect(Set(parked.map(\.server)) == ["s3", "s5", "s7"], "\(parked)")
        #expect(outcome.servers.count { $0.result == .done } == 17, "\(outcome.servers)")
        #expect(outcome.exit == .partly)
        for row in outcome.servers where row.result == .done {
            #expect(try await scene.equals(row.server), "\(row.server)")
        }
        let link = Double(scene.megabits) * 1e6 / 8
        print("crowd: \(Int(rate)) bytes a second over a link of \(Int(link)): \(Int(rate / link * 1000)) ‰")
        #expect(rate >= 0.9 * link, "\(rate / link) of the link")
    }

    /// The limit of a campaign counts at the other end of the wire, from the minute on in which it changes.
    @Test(.timeLimit(.minutes(15))) func `twenty copies together keep to a limit within 5 %, also when it changes`()
        async throws
    {
        let scene = try await CrowdScene(count: 20, mebibytes: 12, megabits: 400)
        do {
            let limit = Mutex<UInt64>(4 << 20)
            let limiter = RateLimiter(limit: { limit.withLock { $0 } })
            async let converted = scene.convert(limiter: limiter)
            try await Waiting.until("all copies have begun", seconds: 120) {
                scene.names.allSatisfy { Waiting.allocated(scene.folder + "/images/\($0).raw.part") > 0 }
            }
            var seen: [Double] = []
            for mebibytes in [4, 8, 2] {
                limit.withLock { $0 = UInt64(mebibytes) << 20 }
                try await Task.sleep(for: .seconds(2))
                seen.append(try await scene.rate(over: 8) / Double(mebibytes << 20))
            }
            print("crowd: rates over limits of 4, 8 and 2 MiB/s: \(seen)")
            for share in seen { #expect((0.95...1.05).contains(share), "\(seen)") }
            limit.withLock { $0 = 1 << 30 }
            #expect(try await converted.exit == .done)
        } catch {
            await scene.end()
            throw error
        }
        await scene.end()
    }
}
