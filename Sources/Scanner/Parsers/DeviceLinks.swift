/// Links to devices: `TARGET<tab>LINK` lines, with targets as written in the link.
enum DeviceLinks {
    /// - Returns: link → device node.
    static func parse(_ text: String) -> [String: String]? {
        var links: [String: String] = [:]
        for line in Lines.of(text) {
            guard let (target, link) = line.halves("\t"), link.hasPrefix("/dev/") else { continue }
            links[link] = target.hasPrefix("/") ? target : resolved(target, from: link)
        }
        return links
    }

    private static func resolved(_ target: String, from link: String) -> String {
        var path = link.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = path.popLast()
            default: path.append(String(part))
            }
        }
        return "/" + path.joined(separator: "/")
    }
}
