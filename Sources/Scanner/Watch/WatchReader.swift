/// Lines of the watch loop to readings.
struct WatchReader: Sendable {
    struct Reading: Sendable {
        var load: LoadReading
        /// Bytes in use.
        var memory: Double
        /// Bytes touched lately.
        var workingSet: Double?
        var sockets: Sockets?
    }

    private let nonce: String
    private var part: String?
    private var texts: [String: String] = [:]
    /// Most bytes of one reading; more is no reading.
    private static let limit = 8 << 20

    init(nonce: String) {
        self.nonce = nonce
    }

    /// - Returns: a reading, with the line that completes it.
    mutating func read(_ line: String) -> Reading? {
        guard line.hasPrefix(nonce) else {
            if let part, texts[part, default: ""].utf8.count < Self.limit { texts[part, default: ""] += line + "\n" }
            return nil
        }
        let words = line.words
        if words.count == 3, words[1] == "begin" {
            part = words[2]
            return nil
        }
        defer {
            part = nil
            texts = [:]
        }
        guard words.last == "end", let text = texts["reading"], let load = LoadReading.parse(text) else { return nil }
        let memory = FileLines.parse(text).filter { $0.file == "/proc/meminfo" }.map { $0.text + "\n" }.joined()
        guard let info = MemoryInfo.parse(memory) else { return nil }
        return Reading(
            load: load, memory: Double(info.used), workingSet: info.active.map { Double($0) },
            sockets: texts["sockets"].flatMap(SocketList.ss))
    }
}
