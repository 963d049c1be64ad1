internal import CLibvirt

/// How a domain travels. Peer-to-peer always: the source's daemon leads, so that a client that dies does not leave the
/// guest paused on both sides.
package struct MigrationOptions: Sendable, Hashable {
    /// MiB/s; nil is libvirt's default (no limit).
    package var bandwidthMiBPerSecond: UInt64?
    /// Encrypt the memory's way; the daemons' certificates must fit.
    package var tls = false
    /// Slow the guest's virtual CPUs when memory is dirtied faster than it is sent.
    package var autoConverge = false
    package var autoConvergeInitialPercent: Int32?
    package var autoConvergeIncrementPercent: Int32?
    /// More than one connection for memory (multifd).
    package var parallelConnections: Int32?
    /// `xbzrle`, `mt`.
    package var compression: String?
    /// Allow to finish by post-copy; it starts only when ``Domain/startPostCopy()`` is called.
    package var allowPostCopy = false
    /// Take up a post-copy that a broken link stopped (libvirt 8.5 and newer).
    package var resumesPostCopy = false
    /// The address that QEMU listens on, as `tcp://10.0.0.2`; nil leaves it to the destination.
    package var migrateURI: String?
    /// The address that the destination listens on; nil: all of its own.
    package var listenAddress: String?
    /// The name that the destination's certificate must have, where ``migrateURI`` is another one.
    package var certificateName: String?
    /// Move even if a disk's cache mode is not safe. Never set by p2v's own commands.
    package var unsafe = false

    /// End the move when the guest meets an I/O error in it; drivers other than QEMU's do not know the flag.
    package var abortOnError = true

    package init() {}

    var flags: UInt32 {
        var flags = [
            VIR_MIGRATE_LIVE, VIR_MIGRATE_PEER2PEER, VIR_MIGRATE_PERSIST_DEST, VIR_MIGRATE_UNDEFINE_SOURCE,
        ]
        if abortOnError { flags.append(VIR_MIGRATE_ABORT_ON_ERROR) }
        if tls { flags.append(VIR_MIGRATE_TLS) }
        if autoConverge { flags.append(VIR_MIGRATE_AUTO_CONVERGE) }
        if parallelConnections != nil { flags.append(VIR_MIGRATE_PARALLEL) }
        if compression != nil { flags.append(VIR_MIGRATE_COMPRESSED) }
        if allowPostCopy { flags.append(VIR_MIGRATE_POSTCOPY) }
        if resumesPostCopy { flags.append(VIR_MIGRATE_POSTCOPY_RESUME) }
        if unsafe { flags.append(VIR_MIGRATE_UNSAFE) }
        return flags.reduce(UInt32(0)) { $0 | UInt32($1.rawValue) }
    }

    func parameters() throws(LibvirtError) -> TypedParameters {
        let parameters = TypedParameters()
        if let bandwidthMiBPerSecond { try parameters.add(VIR_MIGRATE_PARAM_BANDWIDTH, bandwidthMiBPerSecond) }
        if let migrateURI { try parameters.add(VIR_MIGRATE_PARAM_URI, migrateURI) }
        if let listenAddress { try parameters.add(VIR_MIGRATE_PARAM_LISTEN_ADDRESS, listenAddress) }
        if let certificateName { try parameters.add(VIR_MIGRATE_PARAM_TLS_DESTINATION, certificateName) }
        if let compression { try parameters.add(VIR_MIGRATE_PARAM_COMPRESSION, compression) }
        if let parallelConnections {
            try parameters.add(VIR_MIGRATE_PARAM_PARALLEL_CONNECTIONS, parallelConnections)
        }
        if let autoConvergeInitialPercent, autoConverge {
            try parameters.add(VIR_MIGRATE_PARAM_AUTO_CONVERGE_INITIAL, autoConvergeInitialPercent)
        }
        if let autoConvergeIncrementPercent, autoConverge {
            try parameters.add(VIR_MIGRATE_PARAM_AUTO_CONVERGE_INCREMENT, autoConvergeIncrementPercent)
        }
        return parameters
    }
}
