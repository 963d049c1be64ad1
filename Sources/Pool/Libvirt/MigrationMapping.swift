internal import Estate
internal import Libvirt

extension MigrationOptions {
    init(_ request: MigrationRequest, xen: Bool = false) {
        self.init()
        if xen {
            abortOnError = false
            return
        }
        bandwidthMiBPerSecond = request.bandwidthMiBPerSecond.map { UInt64(max(1, $0)) }
        tls = request.tls
        autoConverge = request.autoConverge
        parallelConnections = request.parallelConnections.map { Int32(clamping: max(1, $0)) }
        compression = request.compression
        allowPostCopy = request.allowPostCopy
    }
}

extension JobProgress {
    init(_ job: JobStats) {
        self.init(
            elapsedMilliseconds: job.elapsedMilliseconds, memoryTotalBytes: job.memoryTotalBytes,
            memoryProcessedBytes: job.memoryProcessedBytes, memoryRemainingBytes: job.memoryRemainingBytes,
            memoryBytesPerSecond: job.memoryBytesPerSecond, dirtyBytesPerSecond: job.dirtyBytesPerSecond,
            iteration: job.iteration, expectedDowntimeMilliseconds: job.downtimeMilliseconds,
            throttlePercent: job.throttlePercent.map { Int(clamping: $0) })
    }
}

extension JobStatistics {
    /// - Parameters:
    ///   - read: the destination's record; its downtime ends where the guest ran again.
    ///   - told: what the source's last event carried; the rest comes from here.
    init(_ read: JobStats?, _ told: [String: TypedValue]?) {
        let both = JobStats(
            kind: .completed, values: (told ?? [:]).merging(read?.values ?? [:]) { _, destination in destination })
        self.init(
            totalMilliseconds: both.elapsedMilliseconds.map { Double($0) },
            downtimeMilliseconds: both.downtimeMilliseconds.map { Double($0) },
            setupMilliseconds: both.setupMilliseconds.map { Double($0) },
            memoryTotalBytes: both.memoryTotalBytes, memoryProcessedBytes: both.memoryProcessedBytes,
            memoryBytesPerSecond: both.memoryBytesPerSecond, iterations: both.iteration,
            throttlePercent: both.throttlePercent.map { Int(clamping: $0) })
    }
}

extension MigrationOptions {
    /// Sends the memory on a network of its own, where the destination names one.
    mutating func use(_ member: PoolConfiguration.Member) throws(Failure) {
        guard let address = member.migrationAddress else { return }
        listenAddress = address
        migrateURI = "tcp://" + (address.contains(":") ? "[\(address)]" : address)
        // The certificate is the host's, whose name is another one than that of the network's address.
        if tls { certificateName = try PeerURI.host(member) }
    }
}

/// A host's URI as another host's daemon reaches it.
enum PeerURI {
    /// The client's own settings (`?pkipath=…`) mean nothing to the other daemon and are left out.
    static func text(_ member: PoolConfiguration.Member) throws(Failure) -> String {
        let text = (member.peerURI ?? member.uri).prefix { $0 != "?" }
        guard let start = text.firstRange(of: "://")?.upperBound, text[start...].first != "/" else {
            throw Failure(
                "migrate a machine", on: member.name, because: "its URI \(text) names no host",
                next: "give it a peerURI that other hosts can use, such as qemu+tls://\(member.name)/system",
                exit: .refused)
        }
        return String(text)
    }

    /// `hosta` of `qemu+tls://hosta:16514/system`.
    static func host(_ member: PoolConfiguration.Member) throws(Failure) -> String {
        let rest = try text(member).split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
        let authority = rest.prefix { $0 != "/" }.split(separator: "@").last ?? ""
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }
}
