import Estate
import Operations
import Testing

@testable import Console

/// What stands on the pages.
@Suite struct PagesTests {
    private let now = Moment(seconds: 1000)

    private func sight(
        hostSeen: Bool = true, state: Machine.State = .running, name: String = "dns", machines: Int = 1, age: Double = 1
    ) -> PoolSight {
        var sight = PoolSight(pool: "shop")
        var host = Host(
            name: "hosta", cpus: 4, memoryBytes: 8 << 30, freeMemoryBytes: 4 << 30, hypervisor: "kvm",
            versions: ["QEMU 10"])
        host.reachable = hostSeen
        sight.hosts = [PoolSight.SeenHost(host: host, isSeen: hostSeen, seenAt: Moment(seconds: 990), coresBusy: 1.5)]
        sight.machines = (0..<machines).map { number in
            let machine = Machine(
                name: machines == 1 ? name : "\(name)\(number)", uuid: "\(number)", host: "hosta", state: state,
                vcpus: 1,
                memoryBytes: 1 << 29, disks: ["nfs://n/sr/dns.raw"], macs: ["52:54:00:00:00:01"])
            return PoolSight.SeenMachine(machine: machine, isSeen: hostSeen, seenAt: Moment(seconds: 990))
        }
        sight.survivesHostLoss = .known(true)
        sight.seenAt = Moment(seconds: now.seconds - age)
        return sight
    }

    @Test func `a VM that runs is green, one of a silent host is grey with its age, and so is all of an old page`() {
        let fresh = PoolPage(sight: sight(), now: now).main.code
        #expect(fresh.contains(#"class="good" href="/vm?name=dns">dns: runs"#) && fresh.contains(">yes<"))
        let silent = PoolPage(sight: sight(hostSeen: false), now: now).main.code
        #expect(silent.contains(#"class="unclear" href="/vm?name=dns">dns: not known; runs at 1970"#), "\(silent)")
        #expect(silent.contains("not seen since 1970-01-01T00:16:30Z"))
        let old = PoolPage(sight: sight(age: 11), now: now).main.code
        #expect(!old.contains(#""good""#) && !old.contains(">yes<") && old.contains("Not known now"), "\(old)")
    }

    @Test(arguments: [Machine.State.crashed, .paused, .unknown, .shutOff, .suspended])
    func `no state but running is green`(state: Machine.State) {
        let page = PoolPage(sight: sight(state: state), now: now).main.code
        #expect(!page.contains(#"class="good" href"#))
    }

    // A VM's name is an attacker's to choose.
    @Test func `a name with markup, quotes and marks that turn text is shown and not obeyed`() throws {
        let name = "<img src=x onerror=alert(1)>'\"\u{202E}$(reboot)"
        let seen = sight(name: name)
        let pages = [
            PoolPage(sight: seen, now: now).main, HostPage(sight: seen, seen: seen.hosts[0], now: now).main,
            MachinePage(sight: seen, seen: seen.machines[0], moves: [], now: now).main,
        ]
        for page in pages.map(\.code) {
            #expect(!page.contains("<img") && !page.unicodeScalars.contains("\u{202E}"), "\(page)")
        }
        #expect(pages[2].code.contains("p2v migrate &#39;&lt;img"), "the command has it as one word")
    }

    @Test func `a pool of five thousand VMs makes a small page`() {
        let page = Frame(title: "Pool", place: "/", main: PoolPage(sight: sight(machines: 5000), now: now).main).text(
            for: .stranger)
        #expect(page.utf8.count < 60 << 10 && page.contains("5000 VMs, 5000 run"))
    }

    @Test func `a name becomes one word of a shell`() {
        #expect(ShellWord.of("dns-01.a_b") == "dns-01.a_b")
        #expect(ShellWord.of("-rf") == "'-rf'" && ShellWord.of("") == "''" && ShellWord.of("a'b c") == "'a'\\''b c'")
    }

    @Test func `sessions end, and tokens are not guessed in a row`() async {
        let clock = Clock()
        let gate = Gate(viewing: "right", operating: nil, now: { clock.now })
        #expect(await gate.enter("x", as: "anna") == .wrong)
        #expect(await gate.enter("right", as: "anna") == .wait(1))
        clock.add(1)
        #expect(await gate.enter("y", as: "anna") == .wrong)
        clock.add(1)
        #expect(await gate.enter("right", as: "anna") == .wait(1))
        clock.add(1)
        guard case .open(let session) = await gate.enter("right", as: "anna") else {
            Issue.record("the right token does not open")
            return
        }
        #expect(await gate.visitor(of: session)?.role == .viewing)
        clock.add(Gate.lifetime)
        #expect(await gate.visitor(of: session) == nil)
        #expect(Gate.secret() != Gate.secret() && Gate.secret().utf8.count == 64)
    }
}
