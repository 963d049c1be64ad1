internal import Estate
internal import XenAPI

/// What the user's role allows. The least role for all that p2v does is pool-operator; who only looks, or only converts,
/// needs less, and is told what he cannot do.
extension XenPool {
    /// Permissions by what they are for. Those of HTTP have names of their own.
    private static let needed: [(purpose: String, calls: [String])] = [
        (
            "conversions",
            [
                "VM.create", "VM.destroy", "VM.start_on", "VM.unpause", "VM.clean_shutdown", "VM.hard_shutdown",
                "VM.set_bios_strings", "VM.set_blocked_operations", "VBD.create", "VIF.create", "SR.scan",
            ]
        ),
        ("imports", ["VDI.create", "VDI.destroy", "http/put_import_raw_vdi"]),
        ("moves", ["VM.pool_migrate", "VM.migrate_send", "host.migrate_receive", "task.cancel"]),
        ("maintenance", ["host.disable", "host.enable"]),
        ("load", ["http/get_rrd_updates"]),
    ]

    func roles() async -> [Concern] {
        let forbidden: Set<String>
        do {
            forbidden = Set(try await client.forbidden(Self.needed.flatMap(\.calls)))
        } catch {
            return [
                Concern(
                    id: "role", severity: .warning, seen: "what the user may do could not be asked: \(error)",
                    matters: "Conversions and moves may end in the middle.",
                    advice: "check that the user has the role pool-operator")
            ]
        }
        guard !forbidden.isEmpty else { return [XenHealth.fine("role", "the user may do all that p2v needs")] }
        return Self.needed.compactMap { purpose, calls in
            let lacking = calls.filter(forbidden.contains)
            guard !lacking.isEmpty else { return nil }
            return Concern(
                id: "role", severity: .critical,
                seen: "the user's role does not allow \(purpose): it lacks \(lacking.joined(separator: ", "))",
                matters: "They end in the middle, or do not begin.", advice: "give the user the role pool-operator")
        }
    }
}
