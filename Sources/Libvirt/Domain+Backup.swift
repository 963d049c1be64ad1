internal import CLibvirt

extension Domain {
    /// Begins to show the disks as they are now (pull mode): a job that lasts until it is aborted.
    ///
    /// - Parameter checkpoint: a `domaincheckpoint` that begins at the same moment; nil: none.
    package func beginBackup(_ xml: String, checkpoint: String? = nil) async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainBackupBegin(pointer, xml, checkpoint, 0), "virDomainBackupBegin")
        }
    }

    /// The backup that goes on, as libvirt knows it; nil where there is none.
    package func backup() async throws(LibvirtError) -> String? {
        do throws(LibvirtError) {
            return try await unsafe call { (pointer) throws(LibvirtError) in
                try unsafe Check.text(virDomainBackupGetXMLDesc(pointer, 0), "virDomainBackupGetXMLDesc")
            }
        } catch {
            if error.code == Int32(VIR_ERR_NO_DOMAIN_BACKUP.rawValue) { return nil }
            throw error
        }
    }

    /// Asks the guest agent to hold all file systems still.
    ///
    /// - Parameter limit: seconds that the agent may take to answer, for this and later calls to it.
    /// - Returns: how many are held.
    @discardableResult
    package func freezeFileSystems(within limit: Int32) async throws(LibvirtError) -> Int {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(
                virDomainAgentSetResponseTimeout(pointer, limit, 0), "virDomainAgentSetResponseTimeout")
            return Int(try unsafe Check.number(virDomainFSFreeze(pointer, nil, 0, 0), "virDomainFSFreeze"))
        }
    }

    /// Lets all file systems go.
    package func thawFileSystems() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainFSThaw(pointer, nil, 0, 0), "virDomainFSThaw")
        }
    }
}
