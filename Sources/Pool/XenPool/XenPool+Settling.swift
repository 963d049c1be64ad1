internal import Estate
internal import XenAPI

/// What became of a migration that did not end well, or whose end nobody saw.
extension XenPool {
    /// The call may have been carried out, and its end was not seen: that is neither success nor failure.
    static func leavesOpen(_ error: XenError) -> Bool {
        switch error {
        case .broken, .taskVanished, .endUnseen: true
        default: false
        }
    }

    /// Looks where the machine is, for as long as its own record says that it moves: its task may be forgotten.
    ///
    /// - Throws: ``Failure`` when it has not moved, and (unproved) when that cannot be told.
    func settle(_ request: MigrationRequest, _ error: XenError) async throws {
        let place: Place?
        do { place = try await rested(request, error) } catch let second as XenError {
            throw unseen(request, "its end was not seen (\(error)), and looking failed: \(second)", .unproved)
        }
        switch place {
        case let place? where place.isRunning && place.host == request.to: return
        case let place? where place.host == request.from:
            throw unseen(
                request,
                "its end was not seen (\(error)); the machine is \(place.isRunning ? "running" : "not running") on "
                    + "\(request.from), and nothing moves it", .error)
        default: throw unseen(request, "its end was not seen (\(error)), nor where the machine is", .unproved)
        }
    }

    private struct Place: Sendable {
        var host: String?
        var isRunning: Bool
        var isMoving: Bool
    }

    /// The machine when nothing moves it any more. A silence that was borne to its end is not borne once more.
    private func rested(_ request: MigrationRequest, _ error: XenError) async throws -> Place? {
        if case .endUnseen = error { return try await place(request).flatMap { $0.isMoving ? nil : $0 } }
        while true {
            let place = try await client.patiently { try await self.place(request) }
            guard let place, place.isMoving else { return place }
            try await client.patience.sleep(min(.seconds(2), client.patience.longestPause))
        }
    }

    private func unseen(_ request: MigrationRequest, _ because: String, _ exit: Exit) -> Failure {
        Failure(
            "migrate the machine", on: request.machine, because: because,
            next: exit == .unproved
                ? "look at the pool (p2v pool) when it answers; do not start the machine anywhere before"
                : "move it again when you like", exit: exit)
    }

    /// Asked anew, past any records that are kept.
    private func place(_ request: MigrationRequest) async throws -> Place? {
        let tables = XenTables(try await client.tables(["pool", "host", "VM"]))
        let names = Dictionary(tables.hosts.map { ($0.record.ref, $0.name) }) { first, _ in first }
        let found = try tables.virtualMachines.filter { $0.label == request.machine }.map { vm throws(XenError) in
            Place(
                host: vm.ref("resident_on").flatMap { names[$0] }, isRunning: vm.text("power_state") == "Running",
                isMoving: try vm.migrationTask() != nil)
        }.filter { $0.host == request.from || $0.host == request.to }
        return found.count == 1 ? found[0] : nil
    }

    /// What became of the machine is more than the error says.
    func explain(_ error: XenError, _ request: MigrationRequest) async -> Failure {
        let found = (try? await machines().filter { $0.name == request.machine }) ?? []
        let place =
            found.isEmpty
            ? "where it is now could not be asked"
            : "it is " + found.map { "\($0.state.rawValue) on \($0.host)" }.joined(separator: " and ")
        if error.isCode("TASK_CANCELLED") {
            return Failure(
                "migrate the machine", on: request.machine, because: "the migration was aborted; \(place)",
                next: "start it again when you like", exit: .interrupted)
        }
        var failure = error.failure("migrate the machine", on: request.machine)
        failure.because += "; \(place)"
        return failure
    }
}
