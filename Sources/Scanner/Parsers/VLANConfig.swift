/// /proc/net/vlan/config: `eth0.100       | 100  | eth0`.
enum VLANConfig {
    struct Tag: Sendable, Hashable {
        var number: Int
        var on: String
    }

    static func parse(_ text: String) -> [String: Tag] {
        var all: [String: Tag] = [:]
        for line in Lines.of(text) {
            let parts = line.split(separator: "|").map { $0.trimmed }
            guard parts.count == 3, let number = Int(parts[1]) else { continue }
            all[parts[0]] = Tag(number: number, on: parts[2])
        }
        return all
    }
}
