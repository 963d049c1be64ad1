internal import Estate
internal import Doctor
internal import Foundation
internal import Logging
internal import Pool

/// What a stranger needs to help with a pool, and nothing that is not his business: the document `p2v-doctor-report/1`.
package struct DoctorReport: Encodable, Sendable {
    package let format = "p2v-doctor-report/1"
    package let version = Release.version
    /// For the operator, who reads it before he sends it.
    package let contains = [
        "what p2v doctor found, in words", "versions, sizes and states of hosts and SRs",
        "how many VMs are in which state",
        "this machine's system, processors and memory",
    ]
    package let leftOut = [
        "passwords, keys and certificates",
        "names of pool, hosts, SRs, networks and VMs (host-1, sr-1, vm-1 stand for them)",
        "addresses, UUIDs and MAC addresses", "anything that is inside a VM",
    ]
    let madeAt: String
    let console: Console
    let pool: Observed<PoolFacts>
    let findings: [Finding]

    struct Console: Encodable, Sendable {
        var system: String
        var processors: Int
        var memoryMiB: UInt64
    }

    struct PoolFacts: Codable, Sendable {
        var kind: String
        var hosts: [Estate.Host]
        /// How many, by state.
        var machines: [String: Int]
        var storage: [StorageRepository]
    }

    package init(_ examination: Examination, in workspace: Workspace) async {
        madeAt = "\(Date(timeIntervalSince1970: workspace.now().seconds.rounded()).ISO8601Format())"
        let machine = ProcessInfo.processInfo
        console = Console(
            system: machine.operatingSystemVersionString, processors: machine.processorCount,
            memoryMiB: machine.physicalMemory >> 20)
        var names = Pseudonyms()
        pool = await Self.pool(workspace, &names)
        findings = examination.findings.map { finding in
            Finding(
                finding.area, finding.level, names.stand(for: finding.subject), names.text(finding.seen),
                hint: finding.hint.map(names.text))
        }
    }

    /// - Parameter workspace: where it is said what the file holds.
    package func write(to path: String, telling workspace: Workspace) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try TextFile.write(String(decoding: try encoder.encode(self), as: UTF8.self) + "\n", to: path)
        workspace.log.notice("\(said(path))")
    }

    /// In one sentence, for who asked for it.
    func said(_ path: String) -> String {
        "\(path) holds \(contains.joined(separator: "; ")). It leaves out \(leftOut.joined(separator: "; ")). Read it before "
            + "you send it."
    }

    private static func pool(_ workspace: Workspace, _ names: inout Pseudonyms) async -> Observed<PoolFacts> {
        do {
            let configuration = try workspace.poolConfiguration()
            learn(configuration, workspace, &names)
            let pool = try workspace.openPool()
            let (hosts, machines, storage) = (
                try await pool.hosts(), try await pool.machines(), try await pool.storage()
            )
            names.learn(.host, hosts.map(\.name))
            names.learn(.repository, storage.map(\.name))
            names.learn(.server, storage.compactMap { server(of: $0.url) })
            names.learn(.machine, machines.map(\.name))
            return .known(
                PoolFacts(
                    kind: configuration.kind?.rawValue ?? "libvirt", hosts: hosts.map { shown($0, names) },
                    machines: Dictionary(grouping: machines, by: \.state.rawValue).mapValues(\.count),
                    storage: storage.map { shown($0, names) }))
        } catch {
            let failure = error as? Failure
            return .unknown(because: names.text(failure?.because ?? "\(error)"))
        }
    }

    /// What the pool file names is known also where the pool does not answer.
    private static func learn(
        _ configuration: PoolConfiguration, _ workspace: Workspace, _ names: inout Pseudonyms
    ) {
        names.learn(.pool, [configuration.name])
        names.learn(.host, configuration.hosts.map(\.name))
        names.learn(.repository, configuration.storage.map(\.name))
        let uris = configuration.hosts.flatMap { [$0.uri, $0.peerURI].compactMap(\.self) }
        let urls = configuration.storage.map(\.url) + [configuration.state].compactMap(\.self)
        names.learn(.server, (uris + urls).compactMap(server(of:)))
        names.learn(.server, configuration.addresses ?? [])
        names.learn(.server, (configuration.addresses ?? []).map { String($0.prefix { $0 != ":" }) })
        names.learn(.user, [configuration.user, NSUserName()].compactMap(\.self).filter { $0 != "root" })
        names.learn(.network, [configuration.network].filter { !["xenbr0", "br0"].contains($0) })
        names.learn(.file, [workspace.poolPath, workspace.storePath])
    }

    /// `nfs1` of `nfs://nfs1:2049/export`.
    private static func server(of url: String) -> String? {
        guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
        let authority = url[start...].prefix { $0 != "/" && $0 != "?" }
        let host = (authority.split(separator: "@").last ?? "").prefix { $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }

    private static func shown(_ host: Estate.Host, _ names: Pseudonyms) -> Estate.Host {
        var host = host
        host.name = names.stand(for: host.name)
        host.because = host.because.map(names.text)
        host.tags = nil
        return host
    }

    /// Of the place only its kind: `nfs:`.
    private static func shown(_ repository: StorageRepository, _ names: Pseudonyms) -> StorageRepository {
        var repository = repository
        repository.name = names.stand(for: repository.name)
        repository.url = String(repository.url.prefix { $0 != "/" })
        repository.because = repository.because.map(names.text)
        return repository
    }
}
