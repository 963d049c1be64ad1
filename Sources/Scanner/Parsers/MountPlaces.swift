/// Which place of a volume counts, where it is mounted several times: bind mounts, snaps, containers and subvolumes.
enum MountPlaces {
    /// From /proc/self/mountinfo (proc_pid_mountinfo(5)): `36 35 8:1 / / rw shared:1 - ext4 /dev/sda1 rw`.
    ///
    /// - Returns: source → mount point: `/` where the volume holds the root, else the first place that shows the volume from
    ///   its own root, else the first.
    static func parse(_ text: String) -> [String: String] {
        var all: [String: (place: String, rank: Int)] = [:]
        for line in Lines.of(text) {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 10, let dash = words.firstIndex(of: "-"), dash + 2 < words.count else { continue }
            let place = MountTable.unescaped(words[4])
            let source = MountTable.unescaped(words[dash + 2])
            let rank = place == "/" ? 0 : words[3] == "/" ? 1 : 2
            // A later mount on the same place hides the earlier one; of the root, the last is what runs.
            if place == "/" {
                for (other, known) in all where known.place == "/" { all[other] = other == source ? known : nil }
            }
            if let known = all[source], known.rank <= rank { continue }
            all[source] = (place, rank)
        }
        return all.mapValues(\.place)
    }
}
