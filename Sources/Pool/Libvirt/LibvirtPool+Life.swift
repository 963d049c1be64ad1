internal import Estate
internal import Libvirt

extension LibvirtPool {
    package func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) async throws {
        try await starts.alone("start \(machine) on \(host)") {
            try await self.startAlone(machine, host, dead)
        }
    }

    private func startAlone(_ machine: String, _ host: String, _ dead: Set<String>) async throws {
        let attempt = "start the machine"
        let domain = try await domain(machine, on: host, to: attempt)
        do {
            guard let description = DomainDescription(xml: try await domain.xml(inactive: true)) else {
                throw Failure(
                    attempt, on: machine, because: "its definition cannot be read", next: "see virsh dumpxml \(machine)"
                )
            }
            let mine = StartGuard.Known(description, on: host, state: .shutOff)
            try startGuard(await survey()).check(mine, despiteSilenceOf: dead)
            try await domain.start(isHeld: true)
            try await StartRace.settle(
                machine, on: host,
                look: {
                    StartRace(guarding: startGuard(await survey())).verdict(on: mine, despiteSilenceOf: dead)
                }, goOn: { try await domain.resume() }, stop: { try await self.powerOff(domain, host) })
        } catch let error as LibvirtError {
            throw error.failure(attempt, on: machine, next: "see /var/log/libvirt/qemu/\(machine).log on \(host)")
        }
    }

    package func shutDown(_ machine: String, on host: String, within limit: Duration) async throws {
        let domain = try await domain(machine, on: host, to: "shut down the machine")
        let clock = ContinuousClock()
        let began = clock.now
        var asked: ContinuousClock.Instant?
        do {
            while try await domain.state() != .shutOff {
                guard clock.now - began < limit else {
                    throw Failure(
                        "shut down the machine", on: machine, because: "it still runs after \(limit)",
                        next: "look at its console; power it off if it may lose what it has not written")
                }
                // A guest that is still booting loses the first request.
                if asked.map({ clock.now - $0 > .seconds(10) }) ?? true {
                    try await domain.shutDown()
                    asked = clock.now
                }
                try await Task.sleep(for: .milliseconds(250))
            }
        } catch let error as LibvirtError {
            if error.isWrongState, (try? await domain.state()) == .shutOff { return }
            throw error.failure("shut down the machine", on: machine, next: "power it off")
        }
    }

    func startGuard(_ surveys: [Survey]) -> StartGuard {
        StartGuard(
            known: surveys.flatMap { survey in
                survey.machines.map { StartGuard.Known($0.description, on: survey.host, state: $0.state) }
            },
            unreachable: surveys.compactMap { survey in survey.failure.map { (survey.host, $0.because) } },
            distinctServers: Set(configuration.storage.compactMap { ImageName($0.url).server }))
    }
}

extension StartGuard.Known {
    init(_ description: DomainDescription, on host: String, state: Domain.State) {
        self.init(
            name: description.name, uuid: description.uuid, host: host, active: Survey.isActive(state),
            images: description.disks.filter { !$0.harmless }.map { ImageName($0.url) }, isHeld: state == .paused,
            isLeaving: state == .shuttingDown)
    }
}
