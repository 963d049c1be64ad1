/// An entry of a loader's menu, as it is written.
struct BootEntry: Sendable, Hashable {
    /// The file that it stands in.
    var menu: String
    var title: String
    /// Each name that a default can choose it by: `1>0`, its title, its identifier.
    var keys: Set<String> = []
    /// Paths as the loader sees them.
    var kernel: String?
    var initramfs: [String] = []
    var options: [String] = []
    /// The one file that has all of it.
    var unified: UnifiedImage?

    /// The value that counts: the kernel takes the last.
    func option(_ name: String) -> String? {
        options.last { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)).unquoted }
    }

    /// Made by an installer for a server that does not start; never taken by itself while there is another.
    var isRescue: Bool { keys.contains { $0.contains("rescue") } || title.lowercased().contains("rescue") }
}
