internal import Estate

extension SimulatedPool {
    package func powerOff(_ machine: String, on host: String) throws {
        powerOff(try index(machine, on: host, to: "power off the machine"))
    }

    package func powerOff(uuid: String, on host: String) throws {
        if let index = try index(uuid: uuid, on: host) { powerOff(index) }
    }

    package func undefine(_ machine: String, on host: String) throws {
        _ = try reach(host)
        if let index = entries.firstIndex(where: { $0.machine.name == machine && $0.machine.host == host }) {
            try forget(index)
        }
    }

    package func undefine(uuid: String, on host: String) throws {
        if let index = try index(uuid: uuid, on: host) { try forget(index) }
    }

    func index(uuid: String, on host: String) throws(Failure) -> Int? {
        _ = try reach(host)
        return entries.firstIndex { $0.machine.uuid.lowercased() == uuid.lowercased() && $0.machine.host == host }
    }

    private func powerOff(_ index: Int) {
        entries[index].machine.state = .shutOff
        migrations[entries[index].machine.name]?.aborted = true
    }

    private func forget(_ index: Int) throws(Failure) {
        let entry = entries[index]
        guard !entry.active else {
            throw Failure(
                "forget the machine", on: entry.machine.name, because: "it runs on \(entry.machine.host)",
                next: "shut it down first", exit: .refused)
        }
        entries.remove(at: index)
    }
}
