internal import CLibvirt

extension Domain {
    /// Moves the running domain to another daemon; answers when it runs there, and throws when it still runs here.
    ///
    /// - Parameter destination: the daemon's URI **as the source's daemon reaches it**, with its own credentials.
    package func migrate(to destination: String, _ options: MigrationOptions) async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            let parameters = try options.parameters()
            try unsafe Check.number(
                virDomainMigrateToURI3(
                    pointer, destination, parameters.pointer, UInt32(parameters.count), options.flags),
                "virDomainMigrateToURI3")
        }
    }

    /// Longest pause allowed at the end of the running migration.
    package func setMaxDowntime(milliseconds: UInt64) async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(
                virDomainMigrateSetMaxDowntime(pointer, milliseconds, 0), "virDomainMigrateSetMaxDowntime")
        }
    }

    /// MiB/s for memory.
    package func setMaxSpeed(mibPerSecond: UInt) async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(
                virDomainMigrateSetMaxSpeed(pointer, mibPerSecond, 0), "virDomainMigrateSetMaxSpeed")
        }
    }

    /// Switches the running migration to post-copy. From here on a broken link pauses the guest.
    package func startPostCopy() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainMigrateStartPostCopy(pointer, 0), "virDomainMigrateStartPostCopy")
        }
    }

    /// Stops the running job; a migration leaves the domain running here.
    package func abortJob() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainAbortJob(pointer), "virDomainAbortJob")
        }
    }

    /// Measures for `seconds` how fast the guest writes memory; the answer appears in ``DomainStatistics`` as
    /// `dirtyrate.*`. Never during a migration: it fails and disturbs it.
    package func startDirtyRateCalculation(seconds: Int32) async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainStartDirtyRateCalc(pointer, seconds, 0), "virDomainStartDirtyRateCalc")
        }
    }
}
