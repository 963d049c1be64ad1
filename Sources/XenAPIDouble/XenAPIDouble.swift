internal import Estate
internal import Foundation
package import Shell

/// # XenAPIDouble: a double of XAPI, not XAPI
///
/// A small HTTPS server, written from the public XenAPI reference, that answers as a pool of XenServer hosts does and
/// runs no machine. It is for tests and for demonstrations; what is proved against it is proved against our reading of
/// the reference. It needs Python 3 and openssl.
package struct XenAPIDouble: Sendable {
    /// The certificate, the file `port` and the export with the SR.
    package var folder: String
    package var port: Int
    package static let user = "root"
    package static let password = "double"
    /// The UUID of the one SR, which lies in `folder/export/UUID`.
    package static let repository = "70327600-0000-4000-8009-000000000001"

    package var address: String { address(0) }

    package func address(_ host: Int) -> String { "127.0.0.\(host + 1):\(port)" }

    /// Its certificate as a file of pins has it: all hosts show the same one.
    package func pins(hosts: Int) throws -> String {
        let pem = try String(contentsOfFile: folder + "/certificate.pem", encoding: .utf8)
        let body = pem.split(separator: "\n").drop { !$0.contains("BEGIN CERTIFICATE") }.dropFirst()
            .prefix { !$0.contains("END CERTIFICATE") }.joined()
        guard let der = Data(base64Encoded: body) else {
            throw Failure("read the double's certificate", on: folder, because: "it is no PEM", next: "see its folder")
        }
        let digest = SHA256.hex(SHA256.digest(Array(der)))
        return (0..<hosts).map { "\(address($0)) \(digest)\n" }.joined()
    }

    package var repositoryFolder: String { "\(folder)/export/\(Self.repository)" }

    package static let script = String(decoding: PackageResources.xapi_double_py, as: UTF8.self)

    /// What to start: Python reads the program from the folder that this writes it to.
    package static func command(
        folder: String, port: Int = 0, hosts: Int = 2, vms: Int = 0, seconds: Double = 0.2, memoryMiB: Int = 65536
    ) throws -> Command {
        let file = folder + "/xapi-double.py"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        return Command(
            [
                // Without the site's packages it starts in half the time.
                "python3", "-I", "-S", file, "--folder", folder, "--port", String(port), "--hosts", String(hosts),
                "--vms", String(vms), "--seconds", String(seconds), "--memory", String(memoryMiB),
            ], environment: ["XAPI_DOUBLE_PASSWORD": password])
    }

    /// Runs a double in a folder of its own for as long as `body` runs.
    package static func run<Value: Sendable>(
        hosts: Int = 2, vms: Int = 0, seconds: Double = 0.2, memoryMiB: Int = 65536,
        body: @escaping @Sendable (XenAPIDouble) async throws -> Value
    ) async throws -> Value {
        let folder = NSTemporaryDirectory() + "/xapi-double-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let command = try command(folder: folder, hosts: hosts, vms: vms, seconds: seconds, memoryMiB: memoryMiB)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                let output = try await Shell.run(command)
                throw Failure(
                    "run the XAPI double", on: folder, because: String(output.standardError.suffix(400)),
                    next: "check that python3 and openssl are installed")
            }
            group.addTask { try await body(XenAPIDouble(folder: folder, port: try await started(in: folder))) }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else { throw CancellationError() }
            return value
        }
    }

    static func started(in folder: String) async throws -> Int {
        for _ in 0..<6000 {
            if let text = try? String(contentsOfFile: folder + "/port", encoding: .utf8), let port = Int(text) {
                return port
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Failure(
            "run the XAPI double", on: folder, because: "it did not start within 30 s", next: "see its folder")
    }
}
