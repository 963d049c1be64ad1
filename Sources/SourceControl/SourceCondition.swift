/// What whoever answers at the server's address says of itself.
package struct SourceCondition: Sendable, Hashable, Codable {
    /// `/proc/sys/kernel/random/boot_id`: another one at each start.
    package var bootID: String
    /// Services that run now; nil where nothing keeps such a list.
    package var activeUnits: Set<String>?
    /// A digest of the note that an adaptation leaves in a guest; nil where there is none.
    package var mark: String?

    package init(bootID: String, activeUnits: Set<String>? = nil, mark: String? = nil) {
        self.bootID = bootID
        self.activeUnits = activeUnits
        self.mark = mark
    }
}

/// The server as the last pass left it: what must still be so when it is powered off.
package struct StoppedSource: Sendable, Hashable, Codable {
    package var bootID: String
    /// Units that the plan's commands stopped.
    package var units: Set<String>

    package init(bootID: String, units: Set<String>) {
        self.bootID = bootID
        self.units = units
    }
}
