/// Reads back what `CpioArchive` wrote, with code of its own.
struct CpioReader {
    var names: [String] = []
    var files: [String: [UInt8]] = [:]

    init(_ bytes: [UInt8]) {
        var offset = 0
        while offset + 110 <= bytes.count, String(decoding: bytes[offset..<(offset + 6)], as: UTF8.self) == "070701" {
            func field(_ number: Int) -> Int {
                let start = offset + 6 + number * 8
                return Int(String(decoding: bytes[start..<(start + 8)], as: UTF8.self), radix: 16) ?? 0
            }
            let (size, nameSize) = (field(6), field(11))
            let name = String(decoding: bytes[(offset + 110)..<(offset + 110 + nameSize - 1)], as: UTF8.self)
            offset = (offset + 110 + nameSize + 3) / 4 * 4
            names.append(name)
            files[name] = Array(bytes[offset..<(offset + size)])
            offset = (offset + size + 3) / 4 * 4
        }
    }
}
