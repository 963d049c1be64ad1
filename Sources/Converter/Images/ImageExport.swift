internal import Estate
internal import Foundation
internal import Shell
internal import DiskCopying
internal import ImageStores

/// Serves an image that lies on an NFS export as NBD on a private socket, for as long as `body` runs: libguestfs has no
/// NFS client. The format is always named, never probed.
enum ImageExport {
    /// - Parameter url: `nfs://server/export/file`.
    static func withSocket<Value: Sendable>(
        of url: String, format: String, writing: Bool = true,
        body: @escaping @Sendable (_ socket: String) async throws -> Value
    ) async throws -> Value {
        let folder = try PrivateFolder.make()
        defer { try? FileManager.default.removeItem(at: folder) }
        let socket = folder.appendingPathComponent("nbd").path
        let command = Command(
            try arguments(url: url, format: format, socket: socket, writing: writing), ownSession: true)
        return try await withThrowingTaskGroup(of: Outcome<Value>.self) { group in
            group.addTask { .ended(try await Shell.run(command)) }
            group.addTask {
                try await waitFor(socket, url)
                return .value(try await body(socket))
            }
            defer { group.cancelAll() }
            switch try await group.next() {
            case .value(let value): return value
            case .ended(let output): throw failure(url, output.standardError)
            case nil: throw failure(url, "nothing ran")
            }
        }
    }

    private enum Outcome<Value: Sendable>: Sendable {
        case value(Value)
        case ended(Output)
    }

    static func arguments(url: String, format: String, socket: String, writing: Bool = true) throws -> [String] {
        guard url.hasPrefix("nfs://") else {
            throw Failure("open the image", on: url, because: "it is not an nfs:// URL", next: "check the pool file")
        }
        return [
            "qemu-nbd", "--socket=\(socket)", "--persistent", "--shared=8",
        ] + (writing ? [] : ["--read-only"]) + ["--image-opts", try QemuImage.options(url, format: format)]
    }

    private static func waitFor(_ socket: String, _ url: String) async throws {
        for _ in 0..<300 {
            if FileManager.default.fileExists(atPath: socket) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw failure(url, "no answer after 30 s")
    }

    private static func failure(_ url: String, _ reason: String) -> Failure {
        Failure(
            "open the image", on: url, because: reason,
            next: "check that qemu-nbd with NFS (qemu-block-extra) is installed")
    }
}
