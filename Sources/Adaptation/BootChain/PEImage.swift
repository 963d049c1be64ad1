/// The sections of a program for UEFI firmware (Microsoft PE format specification, "COFF File Header", "Section Table").
/// The file is the guest's, so nothing in it is believed: numbers that lead out of it give no section.
struct PEImage: Sendable, Hashable {
    struct Section: Sendable, Hashable {
        var name: String
        var offset: UInt64
        var bytes: Int
    }

    /// The table stands in these first bytes.
    static let headBytes = 16384
    private static let sectionBytes = 40
    private static let mostSections = 96

    var sections: [Section]

    /// - Parameters:
    ///   - head: the first bytes of the file.
    ///   - bytes: the file's size.
    init?(head: [UInt8], bytes: UInt64) {
        guard head.starts(with: Array("MZ".utf8)), let start = Self.number(head, 0x3C, 4).map({ Int($0) }),
            head.count >= start + 24, head[start...].starts(with: Array("PE\0\0".utf8)),
            let count = Self.number(head, start + 6, 2), count <= Self.mostSections,
            let optional = Self.number(head, start + 20, 2)
        else { return nil }
        let table = start + 24 + Int(optional)
        var sections: [Section] = []
        for index in 0..<Int(count) {
            guard let section = Self.section(head, at: table + index * Self.sectionBytes, bytes) else { return nil }
            sections.append(section)
        }
        self.sections = sections
    }

    func first(_ name: String) -> Section? { sections.first { $0.name == name } }

    private static func section(_ head: [UInt8], at place: Int, _ bytes: UInt64) -> Section? {
        guard head.count >= place + sectionBytes, let inMemory = number(head, place + 8, 4),
            let inFile = number(head, place + 16, 4), let offset = number(head, place + 20, 4)
        else { return nil }
        let name = String(decoding: head[place..<(place + 8)].prefix { $0 != 0 }, as: UTF8.self)
        // What is in the file is filled up; what is in memory is as long as it is.
        let size = inMemory == 0 ? inFile : min(inMemory, inFile)
        guard offset + size <= bytes else { return nil }
        return Section(name: name, offset: offset, bytes: Int(size))
    }

    /// A little-endian number.
    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> UInt64? {
        guard place >= 0, bytes.count >= place + count else { return nil }
        return bytes[place..<(place + count)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}
