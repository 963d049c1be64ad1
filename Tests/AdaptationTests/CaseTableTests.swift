import Foundation
import Testing

@testable import Adaptation

/// What a user loses if these fail: the table of cases claims tests that are not there.
@Suite struct CaseTableTests {
    private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func rows() throws -> [String] {
        let page = Self.project.appendingPathComponent("Sources/p2v/p2v.docc/Reference/ConversionCases.md")
        return try String(contentsOf: page, encoding: .utf8).split(separator: "\n").map(String.init).filter {
            $0.hasPrefix("| ")
        }
    }

    /// Names of test functions, as they stand between backticks.
    private func tests() throws -> Set<String> {
        let folder = Self.project.appendingPathComponent("Tests").path
        let files = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).filter {
            $0.hasSuffix(".swift")
        }
        return try files.reduce(into: []) { names, file in
            let parts = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).components(
                separatedBy: "func `")
            names.formUnion(parts.dropFirst().compactMap { $0.split(separator: "`").first.map(String.init) })
        }
    }

    @Test func `every test that the table names exists`() throws {
        let known = try tests()
        for row in try rows() {
            let quoted = row.components(separatedBy: "`")
            let names = stride(from: 1, to: quoted.count, by: 2).map { quoted[$0] }.filter { $0.contains(" ") }
            for name in names { #expect(known.contains(name), "\(name)") }
        }
    }

    @Test func `each of the seventy cases has one row, with a test or a reason`() throws {
        let numbers = try rows().compactMap { row in
            row.split(separator: "|").first.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        }
        #expect(numbers == Array(1...70))
        for row in try rows() where row.contains("not covered") {
            #expect(row.contains("not covered: ") || row.contains("not covered by a test: "))
        }
    }

    @Test func `every change of a decider is in the reference`() throws {
        let page = Self.project.appendingPathComponent("Sources/p2v/p2v.docc/Reference/Adaptation.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let silent: Set<String> = ["sector-size", "special-software", "package-state"]
        for decider in Deciders.all where !silent.contains(decider.id) {
            #expect(text.contains("`\(decider.id)`"), "\(decider.id)")
        }
    }
}
