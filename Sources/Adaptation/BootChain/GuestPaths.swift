/// Finds the files that a loader's paths mean, among what was looked for in the guest.
struct GuestPaths {
    var facts: GuestFacts
    private static let links = 8

    /// The path with its last link followed; nil when nothing is there.
    func real(_ path: String) -> String? {
        var path = path
        for _ in 0..<Self.links {
            guard let target = facts.links[path] else { return facts.paths.contains(path) ? path : nil }
            path = target.hasPrefix("/") ? target : Self.joined(Applier.folder(of: path), target)
        }
        return nil
    }

    /// The file that an entry names.
    ///
    /// A loader reads one partition: what it calls `/vmlinuz` lies in `/boot` where that is a partition of its own.
    func file(_ name: String, of entry: BootEntry) -> String? {
        // `(hd0,0)/boot/vmlinuz`: the partition is told by where the menu lies.
        var path = name.hasPrefix("(") ? String(name.drop { $0 != ")" }.dropFirst()) : name
        if !path.hasPrefix("/") { path = Self.joined(base(of: entry).isEmpty ? "/boot" : base(of: entry), path) }
        let places = facts.root.device.hasPrefix("btrfsvol:") ? [path, withoutSubvolume(path)] : [path]
        return places.lazy.compactMap { real(base(of: entry) + $0) }.first
    }

    /// Where the partition is mounted that the entry's paths begin at.
    private func base(of entry: BootEntry) -> String {
        for folder in ["/boot/efi", "/efi"] where entry.menu.hasPrefix("\(folder)/loader/") { return folder }
        return isSeparate("/boot") ? "/boot" : ""
    }

    private func isSeparate(_ folder: String) -> Bool {
        facts.files["/etc/fstab"]?.text.lines.contains { line in
            !line.isComment && line.words.count >= 2 && line.words[1] == folder
        } ?? false
    }

    /// `/@/boot/vmlinuz` of the whole file system is `/boot/vmlinuz` of the root's subvolume.
    private func withoutSubvolume(_ path: String) -> String {
        let parts = facts.root.device.split(separator: "/", omittingEmptySubsequences: true)
        guard let name = parts.last, path.hasPrefix("/\(name)/") else { return path }
        return String(path.dropFirst(name.count + 1))
    }

    private static func joined(_ folder: String, _ path: String) -> String {
        var parts = folder.split(separator: "/").map { String($0) }
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
