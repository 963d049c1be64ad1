internal import Foundation

/// What a proof looked at, of what the source left out.
package struct FreeFindings: Sendable, Hashable, Codable {
    /// Pieces of 64 KiB of what is free by marks on the disk.
    package var samples = 0
    /// How certainly one wrong piece in a thousand of these would have been found; 1 where all were looked at.
    package var certainty = 1.0
    /// Pieces of 64 KiB of holes: of the file that holds the disk, or of another NBD server's answer.
    package var holeSamples = 0
    /// Places whose first and last 64 MiB were looked at in full: the disk and its partitions.
    package var places = 1

    /// For people; empty where nothing was left out.
    package var words: String {
        var words: [String] = []
        if samples > 0 {
            let sure =
                certainty < 1 ? "one wrong in 1000 is found with \(Self.percent(certainty)) certainty" : "all there are"
            words.append("\(samples) samples of the space that is called free hold nothing that anybody owns (\(sure))")
        }
        if holeSamples > 0 { words.append("\(holeSamples) samples of its holes are zeros") }
        guard !words.isEmpty else { return "" }
        let ends = places > 1 ? "the disk and its \(places - 1) partition(s)" : "the disk"
        return words.joined(separator: ", ") + ", the first and last 64 MiB of \(ends) are equal in full"
    }

    /// Rounded down: never more certain than it is.
    private static func percent(_ share: Double) -> String {
        let tenths = Int(share * 1000)
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
