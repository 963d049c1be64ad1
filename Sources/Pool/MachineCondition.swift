package import Estate

/// A machine as one host has it, when it is asked which of two copies may run.
package struct MachineCondition: Sendable, Hashable {
    /// Where the memory of the machine is.
    package enum Memory: Sendable, Hashable {
        case whole
        /// In a post-copy, part of it here and part on the other host: it travels.
        case split
        /// In a post-copy whose way has broken: neither host has all of it, and neither copy can be done without.
        case torn
    }

    package var state: Machine.State
    package var memory: Memory

    package init(_ state: Machine.State, memory: Memory = .whole) {
        self.state = state
        self.memory = memory
    }
}
