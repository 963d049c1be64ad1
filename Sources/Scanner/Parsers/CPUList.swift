/// A list of processors as the kernel writes it: `0-7,16,24-31`.
enum CPUList {
    /// How many it names; nil for text that is no list.
    static func count(_ text: String) -> Int? {
        var count = 0
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").map { Int($0.trimmed) }
            guard let low = ends.first ?? nil, let high = ends.last ?? nil, ends.count <= 2, low >= 0, high >= low,
                high < 65_536
            else { return nil }
            count += high - low + 1
        }
        return count
    }
}
