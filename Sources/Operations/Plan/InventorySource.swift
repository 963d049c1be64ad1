internal import Estate
internal import Planner
internal import Scanner
internal import Terminal

/// A `p2v-inventory/1` file with all that it names: servers of its sheet, load from files of the past.
///
/// ```
/// inventory.yaml ─┬→ sheet.csv → servers
///                 └→ sar, sadf, pmrep, CSV → load of each server → PlanRequest
/// ```
struct InventorySource {
    let file: Inventory
    let request: PlanRequest
    /// Of the inventory: what it names stands beside it.
    private let folder: String

    init(_ path: String) async throws {
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        var file = try YAMLText.decode(
            Inventory.self, from: try TextFile.read(path), source: path, format: Inventory.format)
        if let sheet = file.sheet {
            let place = Self.place(sheet, in: folder)
            file.servers += try InventorySheet.servers(try TextFile.read(place), source: place)
        }
        // What is wrong in the file itself is said before long files are read.
        _ = try file.request()
        var past: [String: [UtilisationSeries]] = [:]
        for server in file.servers {
            if let series = try await Self.past(server, in: folder) { past[server.name] = [series] }
        }
        self.file = file
        request = try Self.inHostCores(try file.request(past: past))
    }

    private static func place(_ name: String, in folder: String) -> String {
        name.hasPrefix("/") ? name : folder + name
    }

    private static func past(_ server: Inventory.Server, in folder: String) async throws -> UtilisationSeries? {
        guard let names = server.history, !names.isEmpty else { return nil }
        var clock = ZoneClock.utc
        if let zone = server.zone {
            guard let named = ZoneClock(named: zone) else {
                throw Failure(
                    "read the inventory", on: server.name, because: "no zone is named \"\(zone)\"",
                    next: "write a zone such as Europe/Berlin", exit: .refused)
            }
            clock = named
        }
        let reader = HistoryFile(
            threads: server.threads, memoryBytes: UInt64(server.memoryMiB) << 20,
            sar: SarOptions(stamp: Timestamp { [clock] local in clock.offset(local) }))
        var read: [UtilisationSeries] = []
        for name in names {
            let place = place(name, in: folder)
            read.append(try await HistorySource(path: place).text { try reader.series($0, source: place) })
        }
        return UtilisationSeries.merged(read)
    }

    /// Load in cores of the pool's slowest host, where both processors are named.
    private static func inHostCores(_ request: PlanRequest) throws -> PlanRequest {
        let named = request.profiles.filter { $0.hardware.processor.value?.model.isEmpty == false }
        guard !named.isEmpty else { return request }
        let ratings = try ServerHistory.ownRatings()
        var request = request
        for profile in named {
            let factor = ServerHistory.factor(of: profile, for: request.pool, ratings)
            request.history[profile.name] = request.history[profile.name]?.map { $0.inCores(of: factor) }
        }
        return request
    }
}
