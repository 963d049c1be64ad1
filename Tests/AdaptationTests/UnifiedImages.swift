@testable import Adaptation

/// Writes programs for UEFI firmware that have the sections of a unified kernel image; nothing in them runs.
enum UnifiedImages {
    /// - Parameters:
    ///   - release: of the section `.uname`; nil leaves it out.
    ///   - options: of the section `.cmdline`; nil leaves it out.
    static func image(
        release: String?, options: String?, initramfs: Bool = true, linux: [UInt8] = Array("kernel".utf8),
        more: [(String, [UInt8])] = []
    ) -> [UInt8] {
        var sections: [(String, [UInt8])] = [(".text", [1, 2, 3]), (".linux", linux)]
        if let release { sections.append((".uname", Array(release.utf8))) }
        if let options { sections.append((".cmdline", Array(options.utf8) + [0])) }
        if initramfs { sections.append((".initrd", Array("packed".utf8))) }
        return program(sections + more)
    }

    static func program(_ sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        let optional = 240
        var head = Array("MZ".utf8) + [UInt8](repeating: 0, count: 0x3A) + little(0x80, 4)
        head += [UInt8](repeating: 0, count: 0x80 - head.count)
        head += Array("PE\0\0".utf8) + little(0x8664, 2) + little(sections.count, 2)
        head += [UInt8](repeating: 0, count: 12) + little(optional, 2) + little(0, 2)
        head += [UInt8](repeating: 0, count: optional)
        var (table, body): ([UInt8], [UInt8]) = ([], [])
        let start = 4096
        for section in sections {
            let filled = section.bytes + [UInt8](repeating: 0, count: (512 - section.bytes.count % 512) % 512)
            table += Array(section.name.utf8) + [UInt8](repeating: 0, count: 8 - section.name.utf8.count)
            table += little(section.bytes.count, 4) + little(0, 4) + little(filled.count, 4)
            table += little(start + body.count, 4) + [UInt8](repeating: 0, count: 16)
            body += filled
        }
        head += table
        return head + [UInt8](repeating: 0, count: start - head.count) + body
    }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
