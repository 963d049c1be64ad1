/// The files that a dynamic program needs, out of what `ldd` prints.
enum SharedLibraries {
    /// Lines are `name => /path (0x…)` or `/path (0x…)`; the kernel's own object has no path.
    static func paths(ldd text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            line.split(separator: " ").first { $0.drop { $0.isWhitespace }.hasPrefix("/") }
                .map { String($0.drop { $0.isWhitespace }) }
        }
    }
}
