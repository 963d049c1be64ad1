/// How one kernel has the drivers that reach the virtual machine's disk: that of the disk, and that of its bus.
struct DiskDrivers {
    /// The kernel's version.
    var kernel: String
    private let states: [(name: String, state: GuestKernel.Driver)]

    init(_ kernel: GuestKernel, _ target: AdaptationTarget) {
        self.kernel = kernel.version
        states = target.diskModules.map { ($0, kernel.drivers[$0] ?? .missing) }
    }

    var names: String { states.map(\.name).joined(separator: " and ") }

    /// No initramfs is needed for them.
    var areBuiltIn: Bool { states.allSatisfy { $0.state == .builtIn } }

    /// The kernel has each of them, built in or as a module.
    var arePresent: Bool { states.allSatisfy { $0.state != .missing } }

    /// With `loaded` modules the disk is reached.
    func isComplete(with loaded: some Sequence<String>) -> Bool {
        let loaded = Set(loaded)
        return states.allSatisfy { $0.state == .builtIn || loaded.contains($0.name) }
    }

    /// Names of what is neither built in nor loaded.
    func missing(besides loaded: some Sequence<String>) -> String {
        let loaded = Set(loaded)
        return states.filter { $0.state != .builtIn && !loaded.contains($0.name) }.map(\.name).joined(separator: ", ")
    }
}
