internal import Estate

/// `multipath -ll`: `mpatha (3600…) dm-0 VENDOR,PRODUCT`, then path lines with `2:0:0:1 sdb 8:16 active ready`.
enum MultipathList {
    static func parse(_ text: String) -> [Multipath]? {
        var maps: [Multipath] = []
        for line in Lines.of(text) {
            let words = line.words
            if let mapped = words.firstIndex(where: { $0.hasPrefix("dm-") }), mapped >= 1,
                line.first?.isWhitespace != true
            {
                let wwid = mapped >= 2 ? words[1].filter { $0 != "(" && $0 != ")" } : words[0]
                maps.append(Multipath(name: words[0], wwid: wwid, paths: []))
            } else if let last = maps.indices.last,
                let address = words.firstIndex(where: {
                    $0.split(separator: ":").count == 4 && $0.first?.isNumber == true
                }),
                address + 1 < words.count
            {
                maps[last].paths.append("/dev/" + words[address + 1])
            }
        }
        return maps
    }
}
