/// The last entry of an archive that p2v added to an initramfs: what was added and where the original ended.
struct DriverMark: Sendable, Hashable {
    var target: AdaptationTarget
    var modules: [String]
    /// Size of the initramfs before, in bytes; zero filling between it and the archive belongs to the archive.
    var originalBytes: UInt64
    var placement: DriverPlan.Placement
    /// Size of the archive, for one that stands in front.
    var archiveBytes: UInt64 = 0

    static let name = "p2v/mark"
    private static let start = "p2v-drivers/1 "

    /// One line, found again by its first word.
    var text: String {
        "\(Self.start)\(target.rawValue) \(placement.rawValue) \(originalBytes) \(modules.joined(separator: ",")) end\n"
    }

    init(target: AdaptationTarget, modules: [String], originalBytes: UInt64, placement: DriverPlan.Placement) {
        self.target = target
        self.modules = modules
        self.originalBytes = originalBytes
        self.placement = placement
    }

    /// Finds the mark in the last or first bytes of an initramfs.
    init?(in bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.lines.compactMap { line in
            line.range(of: Self.start).map { String(line[$0.upperBound...]) }
        }
        guard let words = lines.last?.words, words.count == 5, words[4] == "end",
            let target = AdaptationTarget(rawValue: words[0]), let placement = DriverPlan.Placement(rawValue: words[1]),
            let original = UInt64(words[2])
        else { return nil }
        self.init(
            target: target, modules: words[3].split(separator: ",").map { String($0) }, originalBytes: original,
            placement: placement)
    }
}

extension String {
    /// The first place of `other`; the standard library alone has no such search.
    func range(of other: String) -> Range<String.Index>? {
        let needle = Array(other.utf8)
        let hay = Array(utf8)
        guard !needle.isEmpty, hay.count >= needle.count else { return nil }
        for start in 0...(hay.count - needle.count) where hay[start..<(start + needle.count)].elementsEqual(needle) {
            let low = utf8.index(startIndex, offsetBy: start)
            return low..<utf8.index(low, offsetBy: needle.count)
        }
        return nil
    }
}
