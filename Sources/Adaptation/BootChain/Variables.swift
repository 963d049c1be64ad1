/// `$name` and `${name}` of GRUB; a name that is not set is empty, as it is to GRUB.
enum Variables {
    static func expand(_ text: String, _ values: [String: String]) -> String {
        var output = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            output += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let isBraced = rest.first == "{"
            if isBraced { rest = rest.dropFirst() }
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            rest = rest.dropFirst(name.count)
            if isBraced, rest.first == "}" { rest = rest.dropFirst() }
            output += values[String(name)] ?? ""
        }
        return output + rest
    }
}
