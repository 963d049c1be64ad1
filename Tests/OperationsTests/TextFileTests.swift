import Estate
import Foundation
import Testing

@testable import Operations

/// "It cannot be read as text" of a file whose name has a slip in it sends its user to look for the wrong thing.
@Suite struct `A file that is not read` {
    private func because(_ path: String) -> String {
        do {
            _ = try TextFile.read(path)
            return "nothing"
        } catch let failure as Failure { return failure.because } catch { return "\(error)" }
    }

    @Test func `says whether it is missing, a folder, or no text`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-text-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bytes = folder.appendingPathComponent("bytes")
        try Data([0xFF, 0xFE, 0x00, 0xC3]).write(to: bytes)
        #expect(because(folder.path + "/gone.yaml") == "there is no such file")
        #expect(because(bytes.path + "/x") == "there is no such file")
        #expect(because(folder.path) == "it is a folder")
        #expect(because(bytes.path).contains("UTF-8"))
    }
}
