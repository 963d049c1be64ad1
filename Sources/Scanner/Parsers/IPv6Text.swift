/// IPv6 addresses as people write them (RFC 5952): lower case, the longest run of zeros as `::`.
enum IPv6Text {
    /// - Parameter hex: 32 hexadecimal digits, as the kernel writes them.
    static func address(hex: String) -> String? {
        guard hex.count == 32 else { return nil }
        var groups: [UInt16] = []
        var rest = Substring(hex)
        while !rest.isEmpty {
            guard let group = UInt16(rest.prefix(4), radix: 16) else { return nil }
            groups.append(group)
            rest = rest.dropFirst(4)
        }
        return address(groups)
    }

    /// - Parameter groups: eight groups of 16 bits.
    static func address(_ groups: [UInt16]) -> String {
        var best = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > max(1, best.count) { best = start..<index }
            start = index + 1
        }
        func text(_ part: some Sequence<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
        if best.isEmpty { return text(groups) }
        return text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
    }
}
