/// A kernel's name for a disk or partition, taken apart: `/dev/cciss/c0d1p2` is partition 2 of the second disk.
struct DevicePlace: Hashable {
    /// The whole disk: `/dev/cciss/c0d1`.
    var disk: String
    /// Which disk it would be if all were of this kind, from 0.
    var index: Int
    var partition: Int?

    init?(_ name: String) {
        guard name.hasPrefix("/dev/") else { return nil }
        let rest = name.dropFirst(5)
        for (prefix, parse) in Self.kinds where rest.hasPrefix(prefix) {
            if let place = parse(String(rest.dropFirst(prefix.count))) {
                let tail = place.partition.map { place.separator + String($0) } ?? ""
                disk = String(name.dropLast(tail.count))
                index = place.index
                partition = place.partition
                return
            }
        }
        return nil
    }

    private typealias Parsed = (index: Int, separator: String, partition: Int?)

    private static let kinds: [(String, @Sendable (String) -> Parsed?)] = [
        ("sd", letters), ("xvd", letters), ("vd", letters), ("hd", letters),
        ("nvme", { numbered($0, "n", firstUnit: 1) }), ("mmcblk", { numbered($0, nil, firstUnit: 0) }),
        ("cciss/c", { numbered($0, "d", firstUnit: 0) }), ("ida/c", { numbered($0, "d", firstUnit: 0) }),
        ("rd/c", { numbered($0, "d", firstUnit: 0) }),
    ]

    /// `a`, `b2`, `aa10`: letters count like columns of a sheet.
    @Sendable private static func letters(_ text: String) -> Parsed? {
        let name = text.prefix { $0.isASCII && $0.isLowercase }
        let digits = text.dropFirst(name.count)
        guard !name.isEmpty, name.count <= 3, digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.count <= 3 else {
            return nil
        }
        let index = name.utf8.reduce(0) { $0 * 26 + Int($1) - 96 } - 1
        if digits.isEmpty { return (index, "", nil) }
        guard let partition = Int(digits), partition > 0, digits.first != "0" else { return nil }
        return (index, "", partition)
    }

    /// `0n1p2`, `0d0p1`, `0p1`: controller, unit, and a partition after a `p`.
    private static func numbered(_ text: String, _ unitMark: Character?, firstUnit: Int) -> Parsed? {
        var numbers: [Int] = []
        var rest = text[...]
        for mark in [nil, unitMark, "p"] as [Character?] {
            if let mark {
                guard rest.first == mark else { continue }
                rest = rest.dropFirst()
            } else if !numbers.isEmpty {
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, digits.count <= 4, let number = Int(digits) else { return nil }
            numbers.append(number)
            rest = rest.dropFirst(digits.count)
        }
        guard rest.isEmpty, let controller = numbers.first else { return nil }
        let hasUnit = unitMark != nil
        guard numbers.count >= (hasUnit ? 2 : 1) else { return nil }
        let partition = numbers.count > (hasUnit ? 2 : 1) ? numbers.last : nil
        // Controllers with one disk each are the common case.
        let index = hasUnit ? controller + numbers[1] - firstUnit : controller
        return index < 0 ? nil : (index, "p", partition)
    }
}
