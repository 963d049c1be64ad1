internal import DiskCopying
internal import Estate
internal import Pool

extension Conversion {
    /// Starts the VM while the source is still on, the links of its network cards down: until the source is proved off it
    /// can answer nobody, and its start-up runs beside that proof.
    var startApart: Step {
        Step(
            id: "startApart", title: "Starting the VM, its network links down",
            run: { [self] facts in
                if let because = reasonNotApart { return StepNote("not yet: \(because)") }
                let machine = try known(facts.machine)
                let found = try await OwnMachine(machine, pool).states()
                if let running = found.first(where: { !$0.isOff }) {
                    if try await isApart(running), found.count == 1 {
                        return StepNote("it runs already on \(running.host)")
                    }
                    // What is not known to be cut off does not go on running.
                    try await OwnMachine(machine, pool).powerOff()
                }
                try await pool.setLinks(up: false, ofUUID: machine.uuid, on: machine.host)
                // A copy that goes on after this start reads all of the image back.
                for disk in server.disks {
                    try await open.file(disk.image, in: images).willChange(by: "the VM's start on \(machine.host)")
                }
                try await pool.start(machine.name, on: machine.host)
                guard try await pool.links(ofUUID: machine.uuid, on: machine.host) == .down else {
                    throw notApart(machine)
                }
                return StepNote("on \(machine.host); nobody reaches it until the source is proved off")
            },
            release: { [self] facts in try await OwnMachine(known(facts.machine), pool).powerOff() },
            guardsEarlier: true,
            undo: { [self] facts in try await OwnMachine(known(facts.machine), pool).powerOff() },
            isOnlyBeforeReturn: true)
    }

    /// Nil: it may be started so.
    private var reasonNotApart: String? {
        if leavesSourceOn { return "the source stays on" }
        if server.cutOver.startApart == false { return "the plan says so" }
        if !pool.features.contains(.links) { return "the pool cannot keep a VM's links down" }
        return nil
    }

    var leavesSourceOn: Bool { options.keepSource || !server.cutOver.powerOffSource }

    private func isApart(_ machine: Machine) async throws -> Bool {
        guard machine.state == .running else { return false }
        return try await pool.links(ofUUID: machine.uuid, on: machine.host) == .down
    }

    private func notApart(_ machine: MachineFacts) -> Failure {
        failure(
            "start the VM with its links down", "\(machine.host) has started it, and its links are not all down",
            "say startApart: false under cutOver in the plan: the VM then starts once the source is off, and the outage is "
                + "longer by its start",
            exit: .unproved)
    }
}
