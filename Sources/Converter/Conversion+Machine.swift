internal import Estate
internal import Foundation
internal import Pool
internal import Probes
internal import DiskCopying
internal import ImageStores

extension Conversion {
    /// Gives the images their final names. A torn image never carries one.
    var publish: Step {
        Step(
            id: "publish", title: "Publishing the images on \(server.storage)",
            run: { [self] in
                for disk in server.disks where try await !images.exists(disk.image) {
                    try await checkStructure(disk)
                    try await images.rename(part(disk), to: disk.image)
                }
                return server.disks.map(\.image).joined(separator: ", ")
            },
            release: { [self] in
                for disk in server.disks where try await images.exists(disk.image) {
                    try await images.rename(disk.image, to: part(disk))
                }
            },
            undo: { [self] in
                for disk in server.disks where try await images.exists(disk.image) {
                    try await images.remove(disk.image)
                }
            })
    }

    /// One VHD that XenServer's storage manager does not take makes the scan of its whole SR fail.
    private func checkStructure(_ disk: PlannedDisk) async throws {
        let problems = try await images.problems(of: part(disk), format: ImageFormat(disk))
        guard problems.isEmpty else {
            throw failure(
                "publish the image \(disk.image)", problems.joined(separator: "; "),
                "take it back with p2v convert --undo, and convert again", exit: .refused)
        }
    }

    var define: Step {
        Step(
            id: "define", title: "Defining the VM on \(server.host)",
            run: { [self] in
                try await pool.undefine(server.server, on: server.host)
                let machine = try await pool.define(definition, on: server.host)
                return "\(machine.vcpus) vCPU, \(machine.memoryBytes >> 20) MiB, \(machine.uuid)"
            },
            release: { [self] in try await pool.undefine(server.server, on: server.host) },
            undo: { [self] in
                for machine in try await ours() { try await pool.undefine(machine.name, on: machine.host) }
            })
    }

    var boot: Step {
        Step(
            id: "boot", title: "Starting the VM",
            run: { [self] in
                let machine = try await pool.machines().first { $0.name == server.server && $0.host == server.host }
                if machine?.state != .running {
                    try await pool.start(server.server, on: server.host, despiteUnreachable: false)
                }
                return "on \(server.host)"
            },
            // A VM that gave no proof must be off before the service starts again on the source.
            release: { [self] in try await powerOffVM() },
            undo: { [self] in try await powerOffVM() })
    }

    private func powerOffVM() async throws {
        for machine in try await ours() { try await pool.powerOff(machine.name, on: machine.host) }
    }

    /// The VM wherever it is by now: it may have been migrated.
    private func ours() async throws -> [Machine] {
        try await pool.machines().filter { $0.name == server.server }
    }

    /// The proof: the VM answers what the server answered, at the same address.
    var prove: Step {
        Step(id: "prove", title: "Waiting for the service's answer") { [self] in
            let clock = ContinuousClock()
            let end = clock.now + .seconds(options.bootSeconds)
            var answers: [String] = []
            for proof in server.proof {
                let left = max(.seconds(1), end - clock.now)
                let took = try await ProbeRunner.waitUntilAnswered(try ProbeSpec(proof), within: left)
                answers.append("\(proof) after \(took.components.seconds) s")
            }
            if let stopped = await sessions.stopped {
                answers.append("the service was away for \((clock.now - stopped).components.seconds) s")
            }
            return answers.isEmpty ? "no proof in the plan" : answers.joined(separator: ", ")
        }
    }

    private var definition: MachineDefinition {
        let isPlain = (server.guest ?? .paravirtual) != .paravirtual
        var definition = MachineDefinition(
            name: server.server, uuid: profile.identity.dmiUUID.value?.lowercased() ?? UUID().uuidString.lowercased(),
            memoryMiB: server.memoryMiB, vcpus: server.vcpus, firmware: server.firmware,
            disks: server.disks.map { disk in
                MachineDefinition.Disk(
                    url: images.location(of: disk.image), format: disk.format, bus: isPlain ? .sata : .virtio,
                    serial: disk.serial)
            },
            interfaces: server.interfaces.map { interface in
                MachineDefinition.Interface(
                    mac: interface.mac, network: interface.network, model: isPlain ? .e1000 : .virtio)
            },
            clock: profile.system.clock.value == "local" ? .localTime : .utc,
            system: MachineDefinition.System(
                manufacturer: profile.hardware.vendor.value, product: profile.hardware.model.value,
                serial: profile.identity.dmiSerial.value),
            origin: MachineDefinition.Origin(server: server.server, plan: plan))
        if profile.windows != nil {
            definition.family = .windows
            definition.clock = .localTime
        }
        return definition
    }
}
