/// Cuts what a session printed into answers. Only lines that start with the session's nonce are delimiters, so nothing
/// that a server's files, names or tools contain can begin or end an answer.
struct AnswerReader {
    private let output: [UInt8]
    private let nonce: [UInt8]
    private var answers = Answers()
    private var name: String?
    private var began = 0
    private var text: String?

    private init(_ output: [UInt8], nonce: String) {
        self.output = output
        self.nonce = Array(nonce.utf8)
    }

    static func read(_ output: [UInt8], nonce: String) -> Answers {
        var reader = AnswerReader(output, nonce: nonce)
        reader.readAll()
        return reader.answers
    }

    private mutating func readAll() {
        var start = 0
        while start < output.count {
            let end = output[start...].firstIndex(of: 10) ?? output.count
            if output[start..<end].starts(with: nonce) {
                let words = String(decoding: output[start..<end].dropFirst(nonce.count), as: UTF8.self)
                    .split(separator: " ").map(String.init)
                control(words, lineStart: start, next: min(end + 1, output.count))
            }
            start = end + 1
        }
    }

    private mutating func control(_ words: [String], lineStart: Int, next: Int) {
        switch words.first {
        case "rights":
            answers.rights = words.last
            answers.refusal = slice(next, output[next...].firstIndex(of: 10) ?? output.count)
        case "kernel":
            answers.kernel = words.dropFirst().first ?? ""
            answers.uname = Array(words.dropFirst(2))
        case "begin":
            name = words.last
            began = next
            text = nil
        case "error":
            text = slice(began, lineStart - 1)
            began = next
        case "end": finish(slice(began, lineStart - 1))
        case "done": answers.isComplete = true
        default: break
        }
    }

    /// The last line of the error part is the exit status.
    private mutating func finish(_ errors: String) {
        guard let name, let text else { return }
        let lines = errors.split(separator: "\n", omittingEmptySubsequences: false)
        answers.sections[name] = Answer(
            text: text, error: lines.dropLast().joined(separator: "\n").trimmed,
            status: lines.last.flatMap { Int32($0) } ?? 1)
        if name == "files" { expandFiles() }
        self.name = nil
    }

    /// Each file becomes an answer of its own, under its path; grep names those that it could not read.
    private mutating func expandFiles() {
        guard let all = answers.sections["files"] else { return }
        answers.fileLines = FileLines.parse(all.text)
        let texts = Dictionary(grouping: answers.fileLines, by: \.file)
        var errors: [String: String] = [:]
        for line in Lines.of(all.error) {
            guard let (_, rest) = line.halves(":"), let (file, _) = rest.halves(":") else { continue }
            errors[file] = rest
        }
        for file in Question.fileNames {
            let text = texts[file]?.map { $0.text + "\n" }.joined() ?? ""
            let error = text.isEmpty ? errors[file] : nil
            answers.sections[file] = Answer(text: text, error: error ?? "", status: error == nil ? 0 : 2)
        }
    }

    private func slice(_ from: Int, _ to: Int) -> String {
        guard from < to else { return "" }
        let part = output[from..<min(to, from + Answer.limit)]
        guard part.count > Answer.longestLine else { return String(decoding: part, as: UTF8.self) }
        // A line of megabytes is left out as bytes: as text, each parser would walk over it again.
        let lines = part.split(separator: 10, omittingEmptySubsequences: false)
            .filter { $0.count <= Answer.longestLine }
        return String(decoding: Array(lines.joined(separator: [10])), as: UTF8.self)
    }
}
