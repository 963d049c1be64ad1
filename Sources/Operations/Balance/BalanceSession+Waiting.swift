internal import Balancer
internal import Estate
internal import Pool

/// VMs that are off and wait for room.
extension BalanceSession {
    /// Those of the policy that are off now. One that runs waits no longer; one that no host knows is a gap.
    func wait(_ state: inout BalanceState) async throws {
        guard let names = file.waiting, !names.isEmpty else { return }
        let known = try await pool.machines()
        for name in names.sorted() {
            let found = known.filter { $0.name == name }
            if found.contains(where: { $0.state != .shutOff }) { continue }
            guard let machine = found.first else {
                state.gaps.append("VM \(name) waits for room, and no host that answers knows it")
                continue
            }
            let memory = (machine.memoryBytes + (machine.overheadBytes ?? 0) + 1_048_575) / 1_048_576
            state.waiting.append(
                BalanceWaiting(
                    name: name, vcpus: machine.vcpus, memoryMiB: Int(memory), hosts: places(found),
                    priority: file.priorities?[name] ?? 100))
        }
    }

    /// libvirt's hosts start what is defined on them; a pool with one database starts it anywhere.
    private func places(_ found: [Machine]) -> [String] {
        pool.features.contains(.maintenance) ? [] : found.map(\.host)
    }

    /// Starts the VMs for which the plan has made room. One that does not start stops the run, and is named.
    func started(_ plan: BalancePlan, _ report: BalanceRunReport) async -> BalanceRunReport {
        var report = report
        for room in plan.rooms ?? [] {
            do {
                try Task.checkCancellation()
                try await pool.start(room.vm, on: room.host)
                tell(.progress("\(room.vm) had waited for room, and runs on \(room.host)"))
            } catch {
                report.stopped =
                    "\(room.vm) did not start on \(room.host): \((error as? Failure)?.because ?? "\(error)")"
                return report
            }
        }
        return report
    }
}
