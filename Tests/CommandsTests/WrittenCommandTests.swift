@testable import Commands
import ArgumentParser
import Foundation
import Terminal
import Testing

/// A page whose command is refused is worse than none.
@Suite struct `A command line that a page shows` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../..").standardizedFileURL

    private static func pages() throws -> [(name: String, text: String)] {
        let docs = root.appendingPathComponent("Sources/p2v/p2v.docc")
        let found = FileManager.default.enumerator(at: docs, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        let files = [root.appendingPathComponent("README.md")] + (found ?? []).filter { $0.pathExtension == "md" }
        return try files.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    @Test func `names commands and options that there are`() throws {
        let shape = try P2VCommand.shape.get()
        let pages = try Self.pages()
        let written = pages.flatMap { page in WrittenCommands.all(page.text).map { (page.name, $0) } }
        let faults = written.compactMap { page, words in
            shape.slip(in: words).map { "\(page): p2v \(words.joined(separator: " ")): \($0)" }
        }
        #expect(pages.count > 40 && written.count > 200, "\(pages.count) pages, \(written.count) commands")
        #expect(faults == [])
    }

    /// Lines that differ only in names are understood alike.
    private static func form(_ words: [String]) -> [String] {
        words.enumerated().map { $0.offset < 2 || $0.element.hasPrefix("-") ? $0.element : "" }
    }

    @Test func `is understood whole where it stands in a block`() throws {
        let written = try Self.pages().flatMap { page in WrittenCommands.blocks(page.text).map { (page.name, $0) } }
        var faults: [String] = []
        var seen: Set<[String]> = []
        for (page, words) in written where seen.insert(Self.form(words)).inserted {
            do { _ = try P2VCommand.parseAsRoot(words) } catch {
                if P2VCommand.exitCode(for: error) == .success { continue }
                faults.append("\(page): p2v \(words.joined(separator: " ")): \(P2VCommand.message(for: error))")
            }
        }
        #expect(written.count > 50, "\(written.count)")
        #expect(faults == [])
    }
}

/// The command lines of a page in Markdown.
enum WrittenCommands {
    /// In blocks, and in the running text.
    static func all(_ page: String) -> [[String]] {
        let inline = page.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }.filter { !$0.contains("\n") }
        return blocks(page) + inline.compactMap(words)
    }

    static func blocks(_ page: String) -> [[String]] {
        var (isInside, lines) = (false, [String]())
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("```") {
                isInside.toggle()
            } else if isInside {
                if let last = lines.last, last.hasSuffix("\\") {
                    lines[lines.count - 1] = last.dropLast() + " " + text
                } else {
                    lines.append(text)
                }
            }
        }
        return lines.compactMap(words)
    }

    /// Nil where the line is none of p2v's, or only a pattern (`…`, `[--option]`).
    private static func words(_ line: String) -> [String]? {
        var text = Substring(line)
        for prompt in ["# ", "$ ", "sudo "] where text.hasPrefix(prompt) { text = text.dropFirst(prompt.count) }
        // What stands three blanks behind a command tells of it.
        if let words = text.firstRange(of: "   ") { text = text[..<words.lowerBound] }
        guard text.hasPrefix("p2v "), !text.contains("["), !text.contains(" -> ") else { return nil }
        let words = shellWords(String(text)).dropFirst()
        // A sentence that begins with the program's name is no command.
        guard let first = words.first, first.hasPrefix("-") || first.allSatisfy({ $0.isLowercase || $0 == "-" }) else {
            return nil
        }
        return words.filter { $0 != "…" }.map { $0.hasSuffix("…") ? String($0.dropLast()) : $0 }
    }

    /// Up to a pipe, a redirection, a comment or the next command.
    private static func shellWords(_ line: String) -> [String] {
        var (words, word, quote): ([String], String?, Character?) = ([], nil, nil)
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                (quote, word) = (character, word ?? "")
            } else if character == " " {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        // A sentence of p2v's, not a command.
        if words.contains(where: { $0.hasSuffix(":") || $0 == "the" }) { return [] }
        let end = words.firstIndex {
            ["|", ">", ">>", "2>&1", "&&", "||", "#", "&", "<"].contains($0) || $0.hasSuffix(";")
        }
        guard let end else { return words }
        return words[end].hasSuffix(";") ? words[..<end] + [String(words[end].dropLast())] : Array(words[..<end])
    }
}
