internal import Adaptation
internal import Estate
internal import Foundation
internal import ImageStores
internal import Shell

/// A disk that reads as zeros until the curtain is drawn, and then is an image: NBD on a private socket.
///
/// An appliance can start on it while p2v still writes the image: it has read nothing that could be old by then, and nobody
/// but p2v has the image open. QEMU's storage daemon changes what is behind the export (`blockdev-reopen`, QEMU 6.1).
final class CurtainedDisk: Sendable {
    /// `nfs://server/export/file`, or a path.
    private let location: String
    /// As QEMU names it; named, never probed.
    private let format: String
    private let bytes: UInt64
    private let folder: URL
    private let daemon: Task<Output, any Error>

    /// - Parameter bytes: of the disk in the image.
    /// - Throws: ``Failure`` when the daemon does not serve within ten seconds.
    init(_ location: String, format: String, bytes: UInt64) async throws {
        self.location = location
        self.format = format
        self.bytes = bytes
        folder = try PrivateFolder.make()
        let command = Command(Self.arguments(bytes: bytes, folder: folder.path), ownSession: true)
        daemon = Task { try await Shell.run(command) }
        do { try await awaitSockets() } catch {
            daemon.cancel()
            _ = await daemon.result
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    var socket: String { folder.path + "/nbd" }

    /// From now on it is the image.
    ///
    /// - Throws: ``Failure`` when it is not.
    func draw() throws {
        let monitor = try MonitorConnection(folder.path + "/monitor")
        try monitor.ask("blockdev-add", try QemuImage.node("image", location, format: format))
        try checkSize(try monitor.ask("query-named-block-nodes", ["flat": true]))
        let shown: [String: Any] = ["driver": "raw", "node-name": "disk", "file": "image"]
        try monitor.ask("blockdev-reopen", ["options": [shown]])
    }

    /// An appliance does not learn that its disk has another size.
    private func checkSize(_ nodes: Any) throws {
        let image = (nodes as? [[String: Any]])?.first { $0["node-name"] as? String == "image" }?["image"]
        let size = ((image as? [String: Any])?["virtual-size"] as? NSNumber)?.uint64Value
        guard size == (bytes + 511) / 512 * 512 else {
            throw notServed(
                "the image holds \(size.map { "\($0)" } ?? "an unknown number of") bytes, the disk has \(bytes)")
        }
    }

    /// Closes the image: what was flushed is in it.
    ///
    /// - Returns: what went wrong at the end; nil when the daemon closed all in order.
    @discardableResult
    func end() async -> String? {
        var fault: String?
        do {
            try MonitorConnection(folder.path + "/monitor").ask("quit")
            let output = try await daemon.value
            if output.status != 0 { fault = "qemu-storage-daemon ended with \(output.status): \(output.standardError)" }
        } catch {
            daemon.cancel()
            _ = await daemon.result
            fault = (error as? Failure)?.because ?? "\(error)"
        }
        try? FileManager.default.removeItem(at: folder)
        return fault
    }

    static func arguments(bytes: UInt64, folder: String) -> [String] {
        [
            "qemu-storage-daemon",
            "--blockdev", "driver=null-co,node-name=nothing,size=\(bytes),read-zeroes=on",
            "--blockdev", "driver=raw,node-name=disk,file=nothing",
            "--nbd-server", "addr.type=unix,addr.path=\(folder)/nbd",
            "--export", "type=nbd,id=export,node-name=disk,writable=on,name=",
            "--chardev", "socket,id=monitor,path=\(folder)/monitor,server=on,wait=off",
            "--monitor", "chardev=monitor",
        ]
    }

    private func awaitSockets() async throws {
        for _ in 0..<100 {
            if ["nbd", "monitor"].allSatisfy({ FileManager.default.fileExists(atPath: folder.path + "/\($0)") }) {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw notServed("no answer after 10 s")
    }

    private func notServed(_ because: String) -> Failure {
        Failure(
            "serve the copy to the appliance", on: location, because: because,
            next: "check that qemu-storage-daemon (qemu-system-common) is installed")
    }
}
