import Foundation
import Testing

/// A transcript that no test reads, or whose origin nobody knows, proves nothing.
@Suite struct TranscriptSetTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Transcripts")

    @Test func `every transcript has a case, and says whether it was recorded or written`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".txt")
        }
        #expect(Set(files) == Set(TranscriptCase.all.map { $0.name + ".txt" }))
        for file in files {
            let text = try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
            let first = text.prefix { $0 != "\n" }
            #expect(
                first.hasPrefix("Recorded on ")
                    || first == "Written from public documentation of the release; "
                        + "no recording of a real server.",
                "\(file)")
        }
    }

    @Test func `every family that is promised has a transcript`() {
        let promised =
            (5...9).map { "rhel\($0)" } + [11, 12, 15].map { "sles\($0)" } + (6...13).map { "debian\($0)" }
            + ["1004", "1204", "1404", "1604", "1804", "2004", "2204", "2404"].map { "ubuntu\($0)" }
        #expect(Set(promised) == Set(TranscriptCase.all.map(\.name)))
    }
}
