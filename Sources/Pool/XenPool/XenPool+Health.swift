package import Estate
internal import XenAPI

extension XenPool {
    /// Looks at everything that `p2v doctor` reports of a XAPI pool. Scans the shared SRs, which changes nothing but
    /// what XAPI knows of their files.
    package func health() async throws -> [Concern] {
        let tables = try await tables([.pool, .host, .SR, .PBD], to: "examine the pool")
        // Servers before 7.6 keep no certificates in their database.
        let certificates = (try? await client.records("Certificate")) ?? []
        let health = XenHealth(tables: tables, certificates: certificates, skews: await skews(tables), now: now())
        return health.all + (await role()) + (await scans(tables))
    }

    /// Permissions that a conversion and a move need.
    private static let needed = [
        "VM.create", "VM.destroy", "VM.start_on", "VM.clean_shutdown", "VM.hard_shutdown", "VM.pool_migrate",
        "VBD.create", "VIF.create", "VDI.create", "SR.scan", "task.cancel", "host.disable",
    ]

    private func role() async -> [Concern] {
        let forbidden: [String]
        do {
            forbidden = try await client.forbidden(Self.needed)
        } catch {
            return [
                Concern(
                    id: "role", severity: .warning, seen: "what the user may do could not be asked: \(error)",
                    matters: "Conversions and moves may end in the middle.",
                    advice: "check that the user has the role pool-operator")
            ]
        }
        guard !forbidden.isEmpty else { return [XenHealth.fine("role", "the user may do all that p2v needs")] }
        return [
            Concern(
                id: "role", severity: .critical, seen: "the user may not call \(forbidden.joined(separator: ", "))",
                matters: "Conversions and moves end in the middle.", advice: "give the user the role pool-operator")
        ]
    }

    private func skews(_ tables: XenTables) async -> [String: Int64] {
        var skews: [String: Int64] = [:]
        for (name, record) in tables.hosts {
            guard let text = try? await client.call("host.get_servertime", [.string(record.ref)]).text,
                let seconds = XenDate.seconds(text)
            else { continue }
            skews[name] = seconds - now()
        }
        return skews
    }

    private func scans(_ tables: XenTables) async -> [Concern] {
        var concerns: [Concern] = []
        for sr in tables.records(.SR).filter({ XenPool.holdsDisks($0) }).sorted(by: { $0.label < $1.label }) {
            do {
                try await run("SR.scan", [.string(sr.ref)], to: "scan the SR", on: sr.label)
                concerns.append(XenHealth.fine("sr-scan", "\(sr.label) was scanned: every image can be read"))
            } catch {
                let failure = error as? Failure
                concerns.append(
                    Concern(
                        id: "sr-scan", severity: .critical, seen: failure?.because ?? "\(error)",
                        matters: "New images of \(sr.label) are not found.",
                        advice: failure?.next ?? "see /var/log/SMlog on the coordinator"))
            }
        }
        return concerns
    }
}
