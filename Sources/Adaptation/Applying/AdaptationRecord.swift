internal import Foundation

/// What was done to a guest, kept in the guest, so that it can be undone by any p2v.
struct AdaptationRecord: Codable, Hashable {
    static let format = "p2v-adaptation-record/1"

    struct Entry: Codable, Hashable {
        enum Kind: String, Codable, Hashable {
            /// The original stands beside it.
            case edited
            case created
            /// An archive was added at the end; `bytes` is the size before.
            case appended
            /// An archive was put in front; `bytes` is the archive's size.
            case prepended
            /// A folder that was made for a new file.
            case folder
        }

        var path: String
        var kind: Kind
        var bytes: UInt64?
    }

    var format = Self.format
    var entries: [Entry] = []
    /// Initramfs files that the guest's own tool has built anew, each with what for.
    var rebuilt: [String: String]?

    /// One entry a path; the first says how it was before any run. Growth is the exception: the last counts.
    mutating func add(_ entry: Entry) {
        if let index = entries.firstIndex(where: { $0.path == entry.path }) {
            if entry.bytes != nil, entries[index].kind != .edited { entries[index] = entry }
        } else {
            entries.append(entry)
        }
    }

    init() {}

    /// - Throws: a decoding error for a record that another tool, or an attacker, wrote.
    init(bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [10]
    }
}
