import Foundation
import Shell
import Testing

/// `Tests/Layouts/once.sh`: what the tests' disks are built by, once. A cache that is believed wrongly, or a step that fails
/// without a word, costs whoever repeats a test of p2v the evening.
struct LayoutCacheTests {
    private let folder = NSTemporaryDirectory() + "p2v-once-\(UUID().uuidString)"

    /// Runs a script that stands beside a copy of `once.sh` and builds the part `part` of a cache by `steps`.
    private func build(_ steps: String) async throws -> Output {
        let layouts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Layouts").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["once.sh", "empty-hive.py"] where !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            try FileManager.default.copyItem(atPath: "\(layouts)/\(name)", toPath: "\(folder)/\(name)")
        }
        try ". \"$(dirname \"$0\")/once.sh\"\nbuild_once \"$1\" part\n\(steps)\nwhole file\n"
            .write(toFile: folder + "/build.sh", atomically: true, encoding: .utf8)
        return try await Shell.run(Command(["bash", folder + "/build.sh", folder + "/cache"]))
    }

    private var file: String? { try? String(contentsOfFile: folder + "/cache/file", encoding: .utf8) }

    @Test func `a step that fails shows its command and what it said, and leaves nothing to believe`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let failed = try await build("echo half >\"$work/file\"\nls /no-such-folder")
        #expect(failed.status != 0 && failed.text == "")
        #expect(failed.standardError.contains("line 4, ls /no-such-folder, status 2"), "\(failed.standardError)")
        #expect(failed.standardError.contains("cannot access"), "\(failed.standardError)")
        #expect(file == nil)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/cache")
        #expect(left.sorted() == ["lock", "part.log"])
    }

    @Test func `what a killed run has left is not believed`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let killed = try await build("echo half >\"$work/file\"\nkill -KILL $$")
        #expect(killed.status == 128 + SIGKILL)
        #expect(try await build("[ ! -e \"$work/file\" ]\necho whole >\"$work/file\"").status == 0)
        #expect(file == "whole\n")
    }

    @Test func `a part is built once, and again when its script has changed`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let steps = "echo run >>\"$cache/runs\"\necho first >\"$work/file\""
        for _ in 1...2 { #expect(try await build(steps).status == 0) }
        #expect(try String(contentsOfFile: folder + "/cache/runs", encoding: .utf8) == "run\n")
        #expect(try await build("echo second >\"$work/file\"").status == 0)
        #expect(file == "second\n")
    }
}
