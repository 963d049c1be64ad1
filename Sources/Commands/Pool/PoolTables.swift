internal import Estate
internal import Operations
internal import Terminal

/// The pool as three tables.
struct PoolTables {
    var state: PoolState

    var text: String {
        [hosts.text, machines.isEmpty ? "no machines\n" : machines.text, storage.text].joined(separator: "\n")
    }

    private var hosts: Table {
        var table = Table(
            ["HOST", "STATE", "~HYPERVISOR", ">CPUS", ">BUSY", ">MEMORY", ">FREE", ">RUNNING", "~VERSIONS"])
        for host in state.hosts {
            let running = state.machines.count { $0.host == host.name && $0.state == .running }
            let busy = state.load?.hosts.first { $0.host == host.name }
            let seen = { (text: String) in host.reachable ? text : "?" }
            table.add([
                host.name, condition(host), host.hypervisor, seen(String(host.cpus)), cores(busy?.sample),
                seen(Bytes.text(host.memoryBytes)), seen(Bytes.text(host.freeMemoryBytes)), seen(String(running)),
                host.versions.joined(separator: ", "),
            ])
        }
        return table
    }

    private var machines: Table {
        var table = Table(["MACHINE", "STATE", "HOST", ">CPUS", ">BUSY", ">MEMORY", "IMAGES"])
        for machine in state.machines {
            let load = state.load?.machines.first { $0.machine == machine.name && $0.host == machine.host }
            table.add([
                machine.name, machine.state.rawValue, machine.host, String(machine.vcpus), cores(load?.sample),
                Bytes.text(machine.memoryBytes), machine.disks.joined(separator: " "),
            ])
        }
        return table
    }

    private var storage: Table {
        var table = Table(["STORAGE", ">SIZE", ">FREE", "DEFAULT", "URL"])
        for repository in state.storage {
            let known = repository.totalBytes > 0
            table.add([
                repository.name, known ? Bytes.text(repository.totalBytes) : "-",
                known ? Bytes.text(repository.freeBytes) : "-", repository.isDefault ? "yes" : "", repository.url,
            ])
        }
        return table
    }

    private func condition(_ host: Host) -> String {
        if !host.reachable { return "unreachable" }
        return host.inMaintenance ? "maintenance" : "up"
    }

    /// Cores busy, or a dash where nobody looked.
    private func cores(_ sample: LoadSample?) -> String {
        sample.map { Fixed.text($0.coresBusy, 2) } ?? "-"
    }
}
