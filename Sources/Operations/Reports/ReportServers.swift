internal import Estate
internal import Scanner

/// Two tables of all servers: what is decided about them, and how large they are beside how large they need be.
struct ReportServers {
    let room: RoomReport

    var html: String {
        "<div class=\"tools\"></div>" + decisions + "<h2>Sizes and load</h2>" + sizes
            + """
            <p class="note">Recommended sizes are those of a plan with its usual policy: as installed until a week was \
            observed. Cores busy, operations and MB/s: 95 % of the observed intervals stay below.</p>
            """
    }

    private var names: [String] { room.servers.map(\.name) }

    private var decisions: String {
        let heads = ["Server", "Readiness", "System", "Support", "Concerns", "Boot", "Address"]
        let rows = room.servers.map { server -> [ReportCell] in
            let (profile, found) = (server.profile, server.assessment)
            let verdict = found.readiness.verdict
            return [
                link(server.name), .mark(verdict.rawValue, verdict.mark, order: Double(verdict.rank)),
                ReportCell(profile.system.prettyName.value ?? "?"),
                .mark(found.support.words, found.support.state.mark, order: order(of: found.support)),
                ReportCell(concerns(profile), order: weight(profile)),
                ReportCell(profile.boot.firmware.value?.rawValue ?? "?"), ReportCell(profile.address),
            ]
        }
        return ReportCell.table(heads, rows, servers: names)
    }

    private func link(_ name: String) -> ReportCell {
        ReportCell(html: "<a href=\"#\(Markup.escaped(name))\">\(Markup.escaped(name))</a>")
    }

    /// By the last day, the unknown first.
    private func order(of support: Support) -> Double {
        Double((support.extendedEnds ?? support.ends).flatMap { CivilDate($0) }?.days ?? 0)
    }

    private func concerns(_ profile: ServerProfile) -> String {
        let critical = profile.concerns.count { $0.severity == .critical }
        let warnings = profile.concerns.count { $0.severity == .warning }
        let parts = [
            critical > 0 ? "\(critical) critical" : nil,
            warnings > 0 ? "\(warnings) warning\(warnings == 1 ? "" : "s")" : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    private func weight(_ profile: ServerProfile) -> Double {
        profile.concerns.reduce(0) { $0 + ($1.severity == .critical ? 1000 : $1.severity == .warning ? 1 : 0) }
    }

    private var sizes: String {
        let heads = [
            "Server", "Model", "Cores", "Threads", "vCPUs advised", "Memory", "Memory advised", "Disks", "In use",
            "Cores busy", "Memory peak", "Disk op/s", "Disk MB/s", "Net MB/s", "Observed",
        ]
        return ReportCell.table(
            heads, room.servers.map { size($0) + use($0.assessment.use) }, servers: names)
    }

    private func size(_ server: RoomReport.Server) -> [ReportCell] {
        let (hardware, advised) = (server.profile.hardware, server.assessment.size)
        return [
            link(server.name), ReportCell(hardware.model.value ?? "?"), whole(hardware.processor.value?.cores),
            whole(hardware.processor.value?.threads), whole(advised?.vcpus), bytes(hardware.memoryBytes.value),
            bytes(advised.map { UInt64($0.memoryMiB) << 20 }), bytes(server.diskBytes),
            bytes(UsedSpace.bytes(of: server.profile)),
        ]
    }

    private func use(_ use: ServerUse?) -> [ReportCell] {
        let share = use?.observed ?? 0
        return [
            decimal(use?.cores95, 1), bytes(use.map { UInt64($0.memoryPeakBytes) }),
            decimal(use?.diskOperations95, 0), decimal(use?.diskBytes95.map { $0 / 1e6 }, 1),
            decimal(use?.networkBytes95.map { $0 / 1e6 }, 1),
            ReportCell(
                "\(Fixed.text(share * 100, 0)) %, \(use?.confidence.rawValue ?? "none")", order: share, style: "number"),
        ]
    }

    private func whole(_ value: Int?) -> ReportCell {
        ReportCell(number: value.map(String.init), order: value.map(Double.init))
    }

    private func bytes(_ value: UInt64?) -> ReportCell {
        ReportCell(number: value.map(Bytes.text), order: value.map(Double.init))
    }

    private func decimal(_ value: Double?, _ decimals: Int) -> ReportCell {
        ReportCell(number: value.map { Fixed.text($0, decimals) }, order: value)
    }
}
