package import Estate
internal import XenAPI

extension XenPool {
    /// Looks at everything that `p2v doctor` reports of a XAPI pool. Scans the shared SRs, which changes nothing but
    /// what XAPI knows of their files.
    ///
    /// - Parameter seconds: that each host may owe the answer to what the coordinator forwards to it.
    package func health(within seconds: Int = 10) async throws -> [Concern] {
        let tables = try await tables([.pool, .host, .SR, .PBD, .VM], to: "examine the pool")
        let certificates = await certificates()
        let times = await times(tables, seconds)
        let health = XenHealth(
            tables: tables, certificates: certificates.value ?? [], skews: times.compactMapValues(\.value),
            silent: times.compactMapValues(\.reason), now: now())
        return health.all + [certificates.reason.map(XenHealth.unread)].compactMap(\.self) + (await roles())
            + (await scans(tables))
    }

    /// Servers before 7.6 keep no certificates in their database.
    private func certificates() async -> Observed<[XenRecord]> {
        do { return .known(try await client.records("Certificate")) } catch {
            let isOld = (error as? XenError)?.isCode("MESSAGE_METHOD_UNKNOWN") == true
            return isOld ? .known([]) : .unknown(because: "\(error)")
        }
    }

    /// How far each host's clock is ahead. The coordinator forwards the question to the host, and holds it for long
    /// where the host is silent: they are asked side by side, once, with a limit.
    private func times(_ tables: XenTables, _ seconds: Int) async -> [String: Observed<Int64>] {
        await withTaskGroup(of: (String, Observed<Int64>).self) { group in
            for (name, record) in tables.hosts {
                group.addTask { (name, await self.skew(of: record.ref, seconds)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func skew(of host: String, _ seconds: Int) async -> Observed<Int64> {
        do {
            let answer = try await client.call("host.get_servertime", [.string(host)], seconds: seconds, most: 1)
            guard let text = answer.text, let time = XenDate.seconds(text) else {
                return .unknown(because: "the answer is no time")
            }
            return .known(time - now())
        } catch {
            return .unknown(because: (error as? XenError)?.failure("ask for the time", on: host).because ?? "\(error)")
        }
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
