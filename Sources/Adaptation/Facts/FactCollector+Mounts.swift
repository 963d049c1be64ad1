internal import Estate
internal import Guestfs

extension FactCollector {
    /// Mount points that hold what is read or changed.
    private static let wanted: Set<String> = ["/boot", "/boot/efi", "/efi", "/usr", "/var"]

    /// Mounts what `fstab` puts below the root, the shorter path first.
    func mountRest(_ facts: inout GuestFacts) throws {
        guard let bytes = try? session.read("/etc/fstab", limit: FactReader.textLimit) else { return }
        let finder = VolumeFinder(facts: facts)
        let entries = GuestFile(bytes: bytes, mode: 0).text.lines.filter { !$0.isComment }.map { Fields($0).words }
        let mounts = entries.filter { $0.count >= 3 && Self.wanted.contains($0[1]) }.sorted {
            $0[1].count < $1[1].count
        }
        for entry in mounts {
            guard let volume = finder.find(entry[0]) else {
                try refuse(entry, because: "no copied volume is \(entry[0])")
                continue
            }
            // A symbolic link here could lead the mount out of the guest's root.
            guard session.resolved(entry[1]) == entry[1], session.status(of: entry[1])?.kind == .directory else {
                try refuse(entry, because: "\(entry[1]) is not a plain folder")
                continue
            }
            do {
                try session.mount(volume.device, at: entry[1], options: options(entry))
            } catch {
                try refuse(entry, because: error.message)
            }
        }
    }

    /// Of the guest's options only the subvolume matters here.
    private func options(_ entry: [String]) -> String {
        guard entry.count >= 4 else { return "" }
        return entry[3].split(separator: ",").filter { $0.hasPrefix("subvol=") || $0.hasPrefix("subvolid=") }
            .joined(separator: ",")
    }

    /// Without `/boot` or `/usr` the guest cannot be adapted; without the others it can.
    private func refuse(_ entry: [String], because reason: String) throws {
        guard entry[1] == "/boot" || entry[1] == "/usr" else { return }
        throw Failure(
            "mount \(entry[1]) of the guest", on: disks.map(\.name).joined(separator: ", "), because: reason,
            next: "check that every disk of the server is given, in its order", exit: .refused)
    }
}
