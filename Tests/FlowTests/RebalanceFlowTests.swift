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

    // A cut cable looks like a dead host. The VM behind it still writes, and its second copy would destroy the disk.
    @Test(.timeLimit(.minutes(5))) func `a host that only looks dead is not recovered while its VMs write`()
        async throws
    {
        let lab = try await BusyLab()
        do {
            try await lab.startGuests()
            #expect(try await lab.p2v("rebalance", "--window", "2").status == Exit.changesPending.rawValue)
            try await lab.silence("hosta")
            let refused = try await lab.p2v("recover", "hosta", "--window", "1", "--confirmed-dead")
            #expect(refused.status == Exit.refused.rawValue, "\(refused.text) \(refused.standardError)")
            #expect(refused.standardError.contains("somebody writes to the images of busy1, busy2"))
            #expect(try await lab.hosts(of: "busy1").isEmpty)
            #expect(try await lab.hosts(of: "busy2").isEmpty)
        } catch {
            await lab.restart("hosta")
            await lab.clean()
            throw error
        }
        await lab.restart("hosta")
        await lab.clean()
    }

    // An operator opens a host's lid; at night another user's job, with a store of its own, must not fill the host.
    @Test(.timeLimit(.minutes(5)))
    func `a host that one user emptied stays empty in the night of another user and store`()
        async throws
    {
        let lab = try await BusyLab()
        do {
            try await lab.startGuests()
            try await maintain(lab)
        } catch {
            _ = try? await lab.p2v("return", "hosta", "--window", "1")
            await lab.clean()
            throw error
        }
        await lab.clean()
    }

    private func maintain(_ lab: BusyLab) async throws {
        let emptied = try await lab.p2v(
            ["evacuate", "hosta", "--window", "2"] + lab.store(of: "anna"), home: lab.home(of: "anna"))
        #expect(emptied.status == 0, "\(emptied.text) \(emptied.standardError)")
        #expect(try await lab.places() == ["hostb", "hostb"])
        let night = try await lab.p2v(
            ["nightly", "run", "--window", "2"] + lab.store(of: "nightly"), home: lab.home(of: "nightly"))
        #expect(night.status == 0, "\(night.text) \(night.standardError)")
        #expect(try await lab.places() == ["hostb", "hostb"], "the night filled a host under work")
        let pool = try await lab.p2v(["pool", "--json"] + lab.store(of: "nightly"), home: lab.home(of: "nightly"))
        #expect(pool.text.contains("\"why\" : \"evacuate\""), "\(pool.text)")
        // And it is the night's user who opens it again, and knows what to bring back.
        let back = try await lab.p2v(
            ["return", "hosta", "--window", "2"] + lab.store(of: "nightly"), home: lab.home(of: "nightly"))
        #expect(back.status == 0, "\(back.text) \(back.standardError)")
        #expect(try await lab.places() == ["hosta", "hosta"])
    }

    // What is installed is what must move VMs at night: with the unit's rights, calls and folders, not with a login's.
    @Test(.timeLimit(.minutes(5))) func `the installed unit moves a VM under a real systemd`() async throws {
        let lab = try await BusyLab()
        do {
            try await lab.startGuests()
            let (_, policy) = try await lab.nightFiles(0)
            let told = try await unitNight(lab, policy)
            #expect(told.contains("Result=success") && told.contains("p2v_nightly_ok 1.0"), "\(told)")
            #expect(told.contains("p2v_nightly_moved 1.0"), "\(told)")
            #expect(try await lab.hosts(of: "busy2") == ["hostb"])
            try await lab.waitForPing(2)
        } catch {
            await lab.clean()
            throw error
        }
        await lab.clean()
    }

    private func unitNight(_ lab: BusyLab, _ policy: String) async throws -> String {
        let network = try await lab.consoleNetwork()
        return try await BootedSystem(program: BusyLab.program).run(
            """
            printf '%s' '\(network.names)' > /etc/hosts
            /opt/p2v/p2v nightly install --policy \(policy) --pool \(lab.poolFile)
            systemctl daemon-reload
            systemctl start p2v-nightly || echo "start $?"
            systemctl show p2v-nightly --property=Result
            cat /var/lib/p2v/p2v.prom
            journalctl --no-pager --output=cat --unit=p2v-nightly
            """, network: network.path)
    }

    // The night's job must not need anybody to tidy up after it: killed anywhere, the next run ends where it would have.
    @Test(.timeLimit(.minutes(25)))
    func `a nightly run killed at 20 random moments and run again ends in the same state`()
        async throws
    {
        let lab = try await BusyLab()
        do {
            try await lab.startGuests()
            var killed = 0
            for round in 0..<20 where try await killedNight(lab, round) { killed += 1 }
            print("\(killed) of 20 nights were killed before their end")
            #expect(killed >= 10, "too few were killed to prove anything")
        } catch {
            await lab.clean()
            throw error
        }
        await lab.clean()
    }

    /// `busy1` may not move, so the end is known: `busy2` on hostb.
    ///
    /// - Returns: whether the night was killed before its end.
    private func killedNight(_ lab: BusyLab, _ round: Int) async throws -> Bool {
        let (store, policy) = try await lab.nightFiles(round)
        let night = ["nightly", "run", "--window", "2", "--store", store, "--policy", policy]
        let moment = Double.random(in: 0.1...4.5)
        let killed = try await lab.p2v(night, killedAfter: moment)
        let halfway = try await lab.hosts(of: "busy2")
        let again = try await lab.p2v(night)
        print(
            "round \(round): killed after \(moment) s (\(killed.status)), busy2 on \(halfway); again: \(again.status)")
        #expect(again.status == 0, "\(again.text) \(again.standardError)")
        #expect(try await lab.hosts(of: "busy1") == ["hosta"])
        #expect(try await lab.hosts(of: "busy2") == ["hostb"])
        #expect(try await lab.p2v("rebalance", "--window", "2", "--store", store, "--policy", policy).status == 0)
        try await lab.waitForPing(2)
        let back = try await lab.p2v("migrate", "busy2", "--to", "hosta", "--store", store)
        #expect(back.status == 0, "\(back.standardError)")
        return killed.status != 0
    }

    // Whoever recovers a dead host may lose power too. Half of its VMs must not stay down, and none may start twice.
    @Test(.timeLimit(.minutes(25)))
    func `a recovery killed before its records goes on, as a nightly run does, and starts each VM once`() async throws {
        let lab = try await BusyLab()
        do {
            var (number, syncs, killed, tried) = (2, Int.max, 0, 0)
            let step = ProcessInfo.processInfo.environment["P2V_THOROUGH"] == "1" ? 1 : 2
            while number <= syncs {
                let first = try await killedRecovery(lab, before: number)
                if let all = first.syncs { syncs = all } else { killed += 1 }
                (number, tried) = (number + step, tried + 1)
            }
            print("\(killed) of \(tried) recoveries were killed before their end")
            #expect(killed >= 3, "too few were killed to prove anything")
        } catch {
            await lab.clean()
            throw error
        }
        await lab.clean()
    }

    /// A host dies, its recovery is killed and run again.
    private func killedRecovery(_ lab: BusyLab, before number: Int) async throws -> (output: Output, syncs: Int?) {
        try await lab.powerOn()
        try await lab.startGuests()
        #expect(try await lab.p2v("rebalance", "--window", "1").status != Exit.error.rawValue)
        try await lab.powerOff("hosta")
        let recover = ["recover", "hosta", "--window", "1", "--confirmed-dead"]
        let first = try await lab.p2v(recover, killedBeforeSync: number)
        let halfway = try await lab.hosts(of: "busy1") + lab.hosts(of: "busy2")
        let again = try await lab.p2v(recover, killedAfter: nil)
        print("killed before sync \(number) (\(first.output.status)), \(halfway.count) ran; again: \(again.status)")
        #expect(again.status == 0, "\(number): \(again.text) \(again.standardError)")
        #expect(try await lab.places() == ["hostb", "hostb"], "\(number)")
        for guest in 1...2 { try await lab.waitForPing(guest) }
        return first
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
        async let first = lab.ping(1, seconds: 80)
        async let second = lab.ping(2, seconds: 80)
        let dry = try await lab.p2v("rebalance", "--window", "4")
        #expect(dry.status == Exit.changesPending.rawValue, "\(dry.text)")
        let run = try await lab.p2v("rebalance", "--window", "4", "--apply")
        #expect(run.status == 0, "\(run.text) \(run.standardError)")
        #expect(try await lab.places() == ["hosta", "hostb"])

        for host in ["hostb", "hosta"] {
            let evacuation = try await lab.p2v("evacuate", host, "--window", "2")
            #expect(evacuation.status == 0, "\(evacuation.standardError)")
            let other = host == "hosta" ? "hostb" : "hosta"
            #expect(try await lab.places() == [other, other])
            // The host is closed: the pool is overloaded again and must stay so.
            #expect(try await lab.p2v("rebalance", "--window", "2").status == 0)
            let back = try await lab.p2v("return", host, "--window", "2")
            #expect(back.status == 0, "\(back.standardError)")
            #expect(try await lab.places() == ["hosta", "hostb"])
        }

        // 20 pings a second; each of five migrations pauses a guest for some tenths of a second on a busy machine.
        let answered = try await [first, second]
        print("pings answered through all moves: \(answered)")
        #expect(answered.allSatisfy { $0 > 0.97 }, "answered: \(answered)")
    }
}
