internal import Estate
internal import Foundation
internal import Scanner
internal import Shell

/// A file of the past on this machine; sysstat's own files are turned into text by sadf.
struct HistorySource {
    let path: String
    private static let most = 512 << 20

    func text<Value>(_ read: (String) throws -> Value) async throws -> Value {
        let bytes = try bytes()
        switch HistoryBytes.of(bytes) {
        case .text: return try read(String(decoding: bytes, as: UTF8.self))
        case .sysstat: return try read(try await sadf())
        case .pcp: return try read(try await pmrep())
        case .packed(let tool):
            throw failure("it is packed", "unpack it first: \(tool) FILE")
        case .empty: throw failure("it is empty", "give a file that a collector has written")
        }
    }

    private func bytes() throws -> [UInt8] {
        do {
            let handle =
                path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            let data = try handle.read(upToCount: Self.most + 1) ?? Data()
            guard data.count <= Self.most else { throw failure("it is larger than 512 MiB", "give it in parts") }
            return Array(data)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw failure(UnreadableFile.reason(path), "check the path and its rights")
        }
    }

    /// A file of another version, or one cut off, ends with sadf's own words.
    private func sadf() async throws -> String {
        try await run(
            Command(
                ["sadf", "-d", "-U", path, "--", "-u", "-r", "-b", "-q", "-n", "DEV"], environment: ["LC_ALL": "C"]),
            "install sysstat here, or give what sadf -d prints on the server; sadf -c FILE > NEW converts old files")
    }

    private func pmrep() async throws -> String {
        var base = path
        for suffix in [".index", ".meta", ".0"] where base.hasSuffix(suffix) { base.removeLast(suffix.count) }
        return try await run(
            Command(["pmrep", "-a", base, "-Z", "UTC", "-o", "csv", "-t", "600", "-f", "%s"] + HistoryFile.pcpMetrics),
            "install PCP here, or give what pmrep -o csv prints")
    }

    private func run(_ command: Command, _ next: String) async throws -> String {
        let output: Output
        do {
            output = try await Shell.run(command, limit: Self.most)
        } catch {
            throw failure("\(command.arguments[0]) cannot be run", next)
        }
        guard output.status == 0 else {
            let lines = output.standardError.split { $0.isNewline }
            let said = (lines.first?.hasPrefix("Traceback") == true ? lines.last : lines.first)
                .map { String($0.prefix(200)) }
            throw failure("\(command.arguments[0]) refuses it: \(said ?? "status \(output.status)")", next)
        }
        return output.text
    }

    private func failure(_ because: String, _ next: String) -> Failure {
        Failure("read the history", on: path, because: because, next: next)
    }
}
