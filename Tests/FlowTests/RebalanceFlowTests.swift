import Estate
import Foundation
import Lab
import Pool
import Shell
import Testing

/// Two busy guests on one host of the lab: rebalancing moves one of them, evacuation and return move it to and fro, all
/// under ping. Runs `p2v` itself, in the lab's console.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct RebalanceFlowTests {
    // The whole chain: counters of real QEMUs, a plan, a proof, real live migrations, and guests that stay reachable.
    @Test(.timeLimit(.minutes(5))) func `an overloaded host is relieved and a host is emptied and refilled`()
        async throws
    {
        let lab = try await BusyLab()
        do {
            try await lab.startGuests()
            try await check(lab)
        } catch {
            await lab.clean()
            throw error
        }
        await lab.clean()
    }

    // A VM that is started twice destroys its disk; one that is not started at all is an outage until morning.
    @Test(.timeLimit(.minutes(5))) func `a dead host's VMs start elsewhere, once somebody has said that it is dead`()
        async throws
    {
        let lab = try await BusyLab()
        do {
            try await lab.startGuests()
            try await recover(lab)
        } catch {
            await lab.clean()
            throw error
        }
        await lab.clean()
    }

    private func recover(_ lab: BusyLab) async throws {
        async let serving = lab.p2v("serve", "--interval", "2", "--duration", "8", "--listen", "127.0.0.1:9178")
        try await Task.sleep(for: .seconds(5))
        let page = try await lab.console("curl", "-sS", "--max-time", "3", "http://127.0.0.1:9178/metrics").text
        #expect(page.contains("p2v_vm_cores_busy{host=\"hosta\",vm=\"busy1\"}"), "\(page)")
        #expect(try await serving.status == 0)

        #expect(try await lab.p2v("rebalance", "--window", "2").status == Exit.changesPending.rawValue)
        let alive = try await lab.p2v("recover", "hosta", "--window", "1", "--confirmed-dead")
        #expect(
            alive.status == Exit.refused.rawValue && alive.standardError.contains("answers"), "\(alive.standardError)")
        try await lab.powerOff("hosta")
        let plan = try await lab.p2v("recover", "hosta", "--window", "1")
        #expect(plan.status == Exit.changesPending.rawValue, "\(plan.text) \(plan.standardError)")
        #expect(try await lab.places().isEmpty)
        let done = try await lab.p2v("recover", "hosta", "--window", "1", "--confirmed-dead")
        #expect(done.status == 0, "\(done.text) \(done.standardError)")
        #expect(try await lab.places() == ["hostb", "hostb"])
        for guest in 1...2 { try await lab.waitForPing(guest) }
    }

    private func check(_ lab: BusyLab) async throws {
        async let first = lab.ping(1, seconds: 60)
        async let second = lab.ping(2, seconds: 60)
        let dry = try await lab.p2v("rebalance", "--window", "4")
        #expect(dry.status == Exit.changesPending.rawValue, "\(dry.text)")
        let run = try await lab.p2v("rebalance", "--window", "4", "--apply")
        #expect(run.status == 0, "\(run.text) \(run.standardError)")
        #expect(try await lab.places() == ["hosta", "hostb"])

        let evacuation = try await lab.p2v("evacuate", "hostb", "--window", "2")
        #expect(evacuation.status == 0, "\(evacuation.standardError)")
        #expect(try await lab.places() == ["hosta", "hosta"])
        // The host is closed: the pool is overloaded again and must stay so.
        #expect(try await lab.p2v("rebalance", "--window", "2").status == 0)
        let back = try await lab.p2v("return", "hostb", "--window", "2")
        #expect(back.status == 0, "\(back.standardError)")
        #expect(try await lab.places() == ["hosta", "hostb"])

        // 20 pings a second; each of four migrations pauses a guest for some tenths of a second on a busy machine.
        let answered = try await [first, second]
        #expect(answered.allSatisfy { $0 > 0.9 }, "answered: \(answered)")
    }
}
