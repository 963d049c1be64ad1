package import Estate
internal import XenAPI

extension XenPool {
    package func concerns(about request: MigrationRequest) async throws -> [Concern] {
        let attempt = "check the migration"
        let tables = try await tables(Self.machineKinds + [.hostMetrics], to: attempt)
        guard let target = tables.host(named: request.to) else { throw noHost(request.to, tables) }
        let vm = try vm(request.machine, on: request.from, tables, to: attempt)
        guard let host = await inventory(tables, only: request.to).first(where: { $0.name == request.to }) else {
            throw noHost(request.to, tables)
        }
        let needed = await memory(neededBy: vm)
        var concerns = XenConcerns(
            request: request, vm: vm, state: tables.state(of: vm), target: host, needed: needed
        ).all
        guard !concerns.contains(where: { $0.severity == .critical }) else { return concerns }
        do {
            let stranded = tables.disks(of: vm).compactMap { tables.record(.VDI, $0.ref("VDI")) }
                .contains { !tables.isAttached($0.ref("SR"), to: target) }
            if stranded {
                _ = try await way(of: request)
            } else {
                _ = try await client.call("VM.assert_can_boot_here", [.string(vm.ref), .string(target.ref)])
            }
        } catch let error as XenError {
            concerns.append(XenConcerns.refused(error.failure(attempt, on: request.machine)))
        } catch let failure as Failure {
            concerns.append(XenConcerns.refused(failure))
        }
        return concerns
    }
}

/// What speaks against one migration, decided from records alone.
struct XenConcerns {
    var request: MigrationRequest
    var vm: XenRecord
    var state: Machine.State
    var target: Host
    /// Bytes, with what Xen keeps for it.
    var needed: Observed<UInt64>

    var all: [Concern] { [sameHost, running, job, maintenance, dead, memory, tools].compactMap(\.self) }

    static func refused(_ failure: Failure) -> Concern {
        Concern(
            id: "migrate-refused", severity: .critical, seen: failure.because,
            matters: "XAPI checked the migration and refuses it.", advice: failure.next)
    }

    private func critical(_ id: String, _ seen: String, _ advice: String) -> Concern {
        Concern(id: id, severity: .critical, seen: seen, matters: "The migration cannot succeed.", advice: advice)
    }

    private var sameHost: Concern? {
        guard request.from == request.to else { return nil }
        return critical("migrate-same-host", "source and destination are both \(request.to)", "name another host")
    }

    private var running: Concern? {
        guard state != .running else { return nil }
        return critical("migrate-not-running", "the machine is \(state.rawValue)", "start it first")
    }

    private var job: Concern? {
        guard case .object(let operations) = vm["current_operations"] else {
            return critical(
                "migrate-job", "XAPI does not say what is done to it", "repeat it; see xe vm-list params=all")
        }
        guard let operation = operations.first?.value.text else { return nil }
        return critical("migrate-job", "another operation (\(operation)) runs on it", "wait until it has ended")
    }

    private var maintenance: Concern? {
        guard target.inMaintenance else { return nil }
        return critical("migrate-maintenance", "\(request.to) is in maintenance", "name another host")
    }

    private var dead: Concern? {
        guard !target.reachable else { return nil }
        return critical("migrate-dead-host", "\(request.to) does not live", "name another host")
    }

    private var memory: Concern? {
        guard let needed = needed.value else {
            return critical(
                "migrate-memory", "how much memory it needs is unknown: \(self.needed.reason ?? "")",
                "repeat it; see xe vm-list params=all")
        }
        guard target.freeMemoryBytes < needed else { return nil }
        if let reason = target.because {
            return critical("migrate-memory", "\(request.to): \(reason)", "repeat it; see xe host-compute-free-memory")
        }
        return critical(
            "migrate-memory",
            "\(request.to) has \(target.freeMemoryBytes >> 20) MiB free, the machine needs "
                + "\(needed >> 20) MiB", "move something else away first")
    }

    private var tools: Concern? {
        guard vm.ref("guest_metrics") == nil else { return nil }
        return Concern(
            id: "migrate-guest-tools", severity: .warning, seen: "its guest tools do not report",
            matters: "XAPI moves such a guest only if it has Xen's drivers, as Linux has; it is not shut down cleanly "
                + "on request.",
            advice: "install xe-guest-utilities in the guest")
    }
}
