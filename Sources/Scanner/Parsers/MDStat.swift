internal import Estate

/// /proc/mdstat: `md0 : active raid1 sdb1[1] sda1[0]`, then `… [2/1] [U_]`.
enum MDStat {
    static func parse(_ text: String) -> [RAIDArray]? {
        var arrays: [RAIDArray] = []
        for line in Lines.of(text) {
            if line.hasPrefix("md"), let (name, rest) = line.halves(":") {
                arrays.append(array(name, rest.words))
            } else if let last = arrays.indices.last {
                if let (places, working) = counts(line), working < places { arrays[last].degraded = true }
                for format in ["imsm", "ddf"] where line.contains("external:\(format)") {
                    arrays[last].firmwareFormat = format
                }
                // A volume inside a firmware container names that container: `super external:/md127/0`.
                if line.contains("external:/") { arrays[last].firmwareFormat = "external" }
            }
        }
        return arrays
    }

    private static func array(_ name: String, _ words: [String]) -> RAIDArray {
        let active = words.first == "active"
        let members = words.filter { $0.contains("[") }.map { "/dev/" + $0.prefix { $0 != "[" } }
        let level = words.dropFirst().first { !$0.contains("[") && !$0.hasPrefix("(") } ?? ""
        return RAIDArray(
            device: "/dev/\(name)", level: active ? level : "", members: members, active: active, degraded: false,
            firmwareFormat: nil)
    }

    private static func counts(_ line: Substring) -> (places: Int, working: Int)? {
        for part in line.split(separator: "[").dropFirst() {
            let numbers = part.prefix { $0 != "]" }.split(separator: "/").compactMap { Int($0) }
            if numbers.count == 2 { return (numbers[0], numbers[1]) }
        }
        return nil
    }
}
