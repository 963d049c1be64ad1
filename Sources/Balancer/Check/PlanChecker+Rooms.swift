extension PlanChecker {
    /// - Returns: what is wrong with the rooms that a plan promises once its moves are made; nothing where all are there.
    package func violations(ofRooms rooms: [BalanceRoom], after moves: [BalanceMove]) -> [Violation] {
        guard !rooms.isEmpty else { return [] }
        var books = Books(state)
        for move in moves where books.place[move.vm] != nil && books.hosts[move.to] != nil {
            books.move(move.vm, to: move.to)
        }
        var found: [String] = []
        for room in rooms {
            let wanted = state.waiting.first { $0.name == room.vm }
            if wanted?.memoryMiB != room.memoryMiB || wanted?.vcpus != room.vcpus {
                found.append("no VM \(room.vm) of \(room.memoryMiB) MiB waits")
            }
            if let hosts = wanted?.hosts, !hosts.isEmpty, !hosts.contains(room.host) {
                found.append("\(room.vm) may not run on \(room.host)")
            }
            if books.hosts[room.host]?.state != .active { found.append("\(room.host) takes no VM") }
            books.free[room.host, default: 0] -= room.memoryMiB
            books.vcpus[room.host, default: 0] += room.vcpus
            if books.free[room.host, default: 0] < 0 { found.append("\(room.host) has no room for \(room.vm)") }
        }
        return found.map { Violation(move: 0, text: $0) }
    }
}
