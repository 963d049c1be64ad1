/// Serial ports by the kernel's names: management controllers have the second or a later one, a virtual machine the first.
enum SerialPort {
    /// `ttyS0,115200` for `ttyS1,115200`; nil for the first port and for what is none.
    static func first(inPlaceOf text: String) -> String? {
        guard text.hasPrefix("ttyS") else { return nil }
        let digits = text.dropFirst(4).prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0 else { return nil }
        return "ttyS0" + text.dropFirst(4 + digits.count)
    }

    /// The first name of a later port among words; where a hypervisor's console is none, that as well.
    static func later(in words: [String], isXen: Bool) -> String? {
        words.first { word in
            first(inPlaceOf: word).map { $0 == "ttyS0" } ?? false || (!isXen && ["hvc0", "xvc0"].contains(word))
        }
    }
}
