internal import Estate

/// What all of p2v's pictures of migrations share: colours that follow the reader's light or dark setting, numbers,
/// escaped text.
enum SVGPaper {
    /// Distinct in both settings, and to readers who see few colours: they differ in lightness too.
    static let colours = ["#3b82f6", "#f59e0b", "#10b981", "#a855f7", "#ef4444", "#06b6d4"]

    /// The document's beginning: size, style, paper.
    static func head(width: Double, height: Double) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(fixed(width)) \(fixed(height))" \
        font-family="system-ui, sans-serif" font-size="12">
        <style>
        :root { --ink: #1f2937; --paper: #ffffff; --grid: #d1d5db; --band: #fca5a5; --lost: #b91c1c; }
        @media (prefers-color-scheme: dark) {
        :root { --ink: #e5e7eb; --paper: #111827; --grid: #374151; --band: #b91c1c; --lost: #fca5a5; } }
        :root { background: var(--paper); } text { fill: var(--ink); } .grid { stroke: var(--grid); fill: none; }
        .lost { stroke: var(--lost); stroke-width: 1.5; }
        </style>
        <rect width="100%" height="100%" fill="var(--paper)"/>

        """
    }

    static func text(_ x: Double, _ y: Double, _ text: String, anchor: String = "start", size: Int? = nil) -> String {
        let size = size.map { " font-size=\"\($0)\"" } ?? ""
        return
            "<text x=\"\(fixed(x))\" y=\"\(fixed(y))\" text-anchor=\"\(anchor)\"\(size)>\(Markup.escaped(text))</text>\n"
    }

    /// One decimal; none where it is 0.
    static func fixed(_ value: Double) -> String {
        Fixed.short(value)
    }
}
