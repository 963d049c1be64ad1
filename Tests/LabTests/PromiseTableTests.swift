import Foundation
import Testing

/// The README promises, and `.ci/suites` says what is run when. Whoever wants to repeat a promise must find its test.
struct PromiseTableTests {
    private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: project + "/" + path, encoding: .utf8)
    }

    /// Every Swift file of the tests, by its path.
    private static func tests() throws -> [String: String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: project + "/Tests").filter {
            $0.hasSuffix(".swift")
        }
        return Dictionary(uniqueKeysWithValues: try files.map { ($0, try text("Tests/" + $0)) })
    }

    @Test func `each promise of the README names a test or a script that is there`() throws {
        let rows = try Self.text("README.md").split(separator: "\n").filter { $0.hasPrefix("| ") && $0.hasSuffix(" |") }
            .map { $0.dropFirst(2).dropLast(2).components(separatedBy: " | ") }.filter { $0.count == 3 }.dropFirst()
        #expect(rows.count > 20)
        let tests = try Self.tests()
        for row in rows {
            let names = row[2].matches(of: /`([^`]+)`((?: a[0-9],?)*)/)
            #expect(!names.isEmpty || row[2] == "the experiment", "\(row[0]) has no proof")
            for name in names {
                // Without the call in it, which would print every test of the project.
                let isThere = Self.exists(String(name.1), tests)
                #expect(isThere, "\(name.1), of: \(row[0])")
                for part in name.2.matches(of: /a[0-9]/) {
                    let hasPart = tests["FlowTests/\(name.1).swift"]?.contains("func `\(part.0): ") == true
                    #expect(hasPart, "\(name.0)")
                }
            }
        }
    }

    /// A script that can be run, a module of tests, or a suite.
    private static func exists(_ name: String, _ tests: [String: String]) -> Bool {
        if name.contains("/") {
            return FileManager.default.isReadableFile(atPath: project + "/" + name)
        }
        return tests.keys.contains { $0.hasPrefix(name + "/") }
            || tests.values.contains { $0.contains("struct \(name) {") }
    }

    @Test func `each suite that needs the lab is named in the list of what is run when`() throws {
        let listed = try Self.text(".ci/suites").split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true) }
        for line in listed {
            #expect(
                line.count == 4 && ["always", "long", "xen", "own"].contains(line[0]) && Int(line[1]) != nil, "\(line)")
        }
        let names = Set(listed.map { $0[2].prefix { $0 != "/" } })
        let suites = try Self.tests().keys.filter { $0.hasPrefix("FlowTests/") && $0.hasSuffix("FlowTests.swift") }
            .map { $0.dropFirst("FlowTests/".count).dropLast(".swift".count) }
        #expect(names == Set(suites), "only in one of both: \(names.symmetricDifference(suites))")
        let minutes = listed.filter { $0[0] == "always" }.compactMap { Int($0[1]) }.reduce(0, +)
        #expect(minutes <= 40, "the default tests take \(minutes) minutes on a busy machine, beside the build")
    }
}
