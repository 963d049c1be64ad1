/// A module file and what must be loaded before it, as modules.dep(5) says; paths below the kernel's module folder.
struct KernelModule: Sendable, Hashable {
    var path: String
    /// Nearest first: the last is loaded first.
    var needs: [String]
}
