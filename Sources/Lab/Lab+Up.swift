internal import Shell

/// What `up` did, part by part.
public struct LabTiming: Sendable, Hashable, Codable {
    public var part: String
    public var seconds: Double
}

extension Lab {
    /// Brings the lab up. A lab that is up is left as it is; the remains of a broken one are removed first.
    ///
    /// - Parameter report: called when a part begins.
    public func up(report: @escaping @Sendable (String) -> Void) async throws -> [LabTiming] {
        try checkRoot()
        try await checkPrograms()
        if try await status().isUp { return [] }
        await down()
        var timings: [LabTiming] = []
        func part(_ name: String, _ work: () async throws -> String?) async throws {
            report(name)
            let clock = ContinuousClock()
            let began = clock.now
            let remark = try await work()
            timings.append(LabTiming(part: remark ?? name, seconds: (clock.now - began) / .seconds(1)))
        }
        try await part("QEMU for the hosts") { try await fetchQEMU() }
        if !settings.withoutServer { try await part("dns01's disk") { try await buildServer() } }
        try await part("switch and console") {
            try await upNetwork()
            try await writeConsoleFiles()
            return nil
        }
        if !settings.withoutServer { try await startServer() }
        try await part("NFS server") {
            try await upStorage(); return nil
        }
        try await part("pool hosts") {
            try await upHosts(); return nil
        }
        if !settings.withoutServer {
            try await part("dns01 starts and answers") {
                try await waitForServer(); return nil
            }
        }
        return timings
    }

    private func upHosts() async throws {
        try await makeCertificates()
        for node in LabNode.hosts { try await upHost(node) }
        for node in LabNode.hosts { try await waitForHost(node) }
        try writePoolFile()
    }
}
