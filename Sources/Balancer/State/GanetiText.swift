package import Estate

/// Reads the text format of Ganeti's htools, so that both tools can be run on one cluster.
///
/// Sections are separated by an empty line: groups, nodes, instances, cluster tags, policies; columns by `|`. Nodes:
/// `name|total memory|node memory|free memory|total disk|free disk|CPUs|role|group|spindles`. Instances:
/// `name|memory|disk|vCPUs|state|auto-balance|primary|secondary|template|tags|…`. Memory in MiB. (htools(1), bookworm.)
package enum GanetiText {
    /// - Throws: ``Failure`` naming the line, for a damaged file or one with instances that are bound to local disks
    ///   by DRBD.
    package static func read(_ text: String, source: String) throws(Failure) -> BalanceState {
        var reader = Reader(source: source)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var section = 0
        for (number, line) in lines.enumerated() {
            if line.isEmpty {
                section += 1
                continue
            }
            try reader.read(line.split(separator: "|", omittingEmptySubsequences: false), section, number + 1)
        }
        guard !reader.hosts.isEmpty else { throw reader.damaged(lines.count, "it names no node") }
        return reader.state()
    }

    /// Templates whose disks every node of the group reaches.
    private static let shared: Set<Substring> = ["ext", "rbd", "sharedfile", "gluster", "blockdev"]

    private struct Reader {
        let source: String
        var hosts: [BalanceHost] = []
        var free: [String: Int] = [:]
        var used: [String: Int] = [:]
        var machines: [BalanceMachine] = []
        var instanceTags: [(vm: String, tags: Substring)] = []
        var exclusions: [Substring] = []
        var ratio: [Substring: Double] = [:]

        mutating func read(_ fields: [Substring], _ section: Int, _ line: Int) throws(Failure) {
            switch section {
            case 1: try readNode(fields, line)
            case 2: try readInstance(fields, line)
            case 3: readTag(fields)
            case 4: readPolicy(fields)
            default: break
            }
        }

        private mutating func readNode(_ fields: [Substring], _ line: Int) throws(Failure) {
            guard fields.count >= 8 else {
                throw damaged(line, "a node has at least 8 columns, this has \(fields.count)")
            }
            let name = String(fields[0])
            let memory = try number(fields[1], "total memory", line)
            free[name] = try number(fields[3], "free memory", line)
            let cpus = try number(fields[6], "CPUs", line)
            hosts.append(
                BalanceHost(
                    name: name, cores: Double(cpus), memoryMiB: memory, state: fields[7] == "Y" ? .maintenance : .active
                ))
        }

        private mutating func readInstance(_ fields: [Substring], _ line: Int) throws(Failure) {
            guard fields.count >= 9 else {
                throw damaged(line, "an instance has at least 9 columns, this has \(fields.count)")
            }
            let name = String(fields[0])
            let template = fields[8]
            guard template != "drbd" else {
                throw damaged(line, "\(name) has DRBD disks; p2v moves VMs whose disks all hosts share")
            }
            let runs = !fields[4].hasPrefix("ADMIN")
            let memory = runs ? try number(fields[1], "memory", line) : 0
            let host = String(fields[6])
            used[host, default: 0] += memory
            machines.append(
                BalanceMachine(
                    name: name, host: host, vcpus: try number(fields[3], "vCPUs", line), memoryMiB: memory,
                    load: BalanceLoad(),
                    pinned: GanetiText.shared.contains(template) ? nil : "its disks (\(template)) are local to its host"
                ))
            if fields.count > 9, !fields[9].isEmpty { instanceTags.append((name, fields[9])) }
        }

        private mutating func readTag(_ fields: [Substring]) {
            let prefix = "htools:iextags:"
            if let tag = fields.first, tag.hasPrefix(prefix) { exclusions.append(tag.dropFirst(prefix.count)) }
        }

        private mutating func readPolicy(_ fields: [Substring]) {
            // owner|standard|min;max|templates|vCPU ratio|spindle ratio
            guard fields.count >= 5, let value = Double(fields[4]) else { return }
            ratio[fields[0]] = value
        }

        func state() -> BalanceState {
            let limit = ratio.first { !$0.key.isEmpty }?.value ?? ratio[""]
            let hosts = hosts.map { host in
                var host = host
                host.reservedMiB = max(0, host.memoryMiB - free[host.name, default: 0] - used[host.name, default: 0])
                host.vcpuRatioLimit = limit
                return host
            }
            return BalanceState(hosts: hosts, machines: machines, rules: rules())
        }

        /// Instances that share an exclusion tag stay apart.
        private func rules() -> [BalanceRule] {
            var groups: [String: [String]] = [:]
            for (vm, tags) in instanceTags {
                for tag in tags.split(separator: ",") where exclusions.contains(where: { tag.hasPrefix($0 + ":") }) {
                    groups[String(tag), default: []].append(vm)
                }
            }
            return groups.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
                BalanceRule(name: $0.key, kind: .apart, machines: $0.value)
            }
        }

        private func number(_ text: Substring, _ what: String, _ line: Int) throws(Failure) -> Int {
            // Sums of what is read must stay numbers.
            guard let value = Int(text), (0...1_000_000_000_000).contains(value) else {
                throw damaged(line, "\(what) is \"\(text)\"")
            }
            return value
        }

        func damaged(_ line: Int, _ because: String) -> Failure {
            Failure(
                "read Ganeti's text format", on: "\(source), line \(line)", because: because,
                next: "give a file as hscan or gnt-cluster writes it, with shared-storage templates", exit: .refused)
        }
    }
}
