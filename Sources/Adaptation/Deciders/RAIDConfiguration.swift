/// Case 10: `mdadm.conf` looks for array members by their place.
struct RAIDConfiguration: Decider {
    let id = "raid-configuration"
    let cases = [10]
    let reads = ["/etc/mdadm/mdadm.conf", "/etc/mdadm.conf"]

    func decide(_ draft: inout Draft) {
        for path in reads {
            guard let file = draft.facts.files[path] else { continue }
            let text = file.text.mapLines { line in
                guard !line.isComment else { return nil }
                let words = Fields(line).words
                switch words.first?.uppercased() {
                case "DEVICE"
                where words.dropFirst().contains {
                    DevicePlace($0) != nil || $0.hasPrefix("/dev/sd") || $0.hasPrefix("/dev/disk/by-")
                }:
                    return "DEVICE partitions"
                case "ARRAY": return array(words)
                default: return nil
                }
            }
            draft.edit(
                path, to: text, found: "array members named by their place",
                why: "the arrays would not be assembled from the virtual machine's disks",
                writes: "DEVICE partitions, and arrays by their UUID")
        }
    }

    /// Devices are dropped where a UUID says the same.
    private func array(_ words: [String]) -> String? {
        let hasUUID = words.contains { $0.lowercased().hasPrefix("uuid=") }
        let kept = words.filter { !$0.lowercased().hasPrefix("devices=") }
        return hasUUID && kept != words ? kept.joined(separator: " ") : nil
    }
}
