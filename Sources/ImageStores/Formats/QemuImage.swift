internal import Estate
internal import Foundation
internal import Shell

/// Images that QEMU's tools read and write for us. Their format and their driver are always named.
package enum QemuImage {
    /// What `--image-opts` takes for an image: `driver=qcow2,file.driver=nfs,…`.
    ///
    /// - Parameter location: `nfs://server/export/file`, or a path.
    package static func options(_ location: String, format: String) throws -> String {
        "driver=\(format)," + (try file(location).map { "file.\($0)=\(escaped($1[...]))" }.joined(separator: ","))
    }

    /// What `blockdev-add` takes for an image: the same as an object.
    ///
    /// - Parameter node: the name that it gets.
    package static func node(_ node: String, _ location: String, format: String) throws -> [String: Any] {
        var file: [String: Any] = [:]
        var server: [String: Any] = [:]
        for (key, value) in try Self.file(location) {
            if key.hasPrefix("server.") {
                server[String(key.dropFirst("server.".count))] = value
            } else {
                file[key] = Int(value).flatMap { ["user", "group"].contains(key) ? $0 : nil } ?? value
            }
        }
        if !server.isEmpty { file["server"] = server }
        return ["driver": format, "node-name": node, "file": file]
    }

    /// What holds the image, as options of QEMU's block drivers `file` and `nfs`.
    private static func file(_ location: String) throws -> [(String, String)] {
        guard location.contains("://") else { return [("driver", "file"), ("filename", location)] }
        guard location.hasPrefix("nfs://"), let slash = location.dropFirst(6).firstIndex(of: "/") else {
            throw Failure(
                "open the image", on: location, because: "it is not an nfs:// URL", next: "check the pool file")
        }
        let server = location[location.index(location.startIndex, offsetBy: 6)..<slash]
        return [
            ("driver", "nfs"), ("server.type", "inet"), ("server.host", String(server)),
            ("path", String(location[slash...])), ("user", "0"), ("group", "0"),
        ]
    }

    /// QEMU's option syntax: a comma in a value is doubled.
    private static func escaped(_ text: Substring) -> String { String(text.replacing(",", with: ",,")) }

    /// What `qemu-img check` finds; with `repair`, lost clusters are given back first.
    static func problems(of location: String, format: ImageFormat, repair: Bool = false) async throws -> [String] {
        let options = try options(location, format: format.qemuName)
        let words = ["qemu-img", "check", "-q", "--image-opts"] + (repair ? ["-r", "leaks"] : []) + [options]
        let output = try await Shell.run(Command(words))
        // 3 is "lost clusters, but no corruption": harmless, and no reason to refuse an image.
        guard output.status != 0, output.status != 3 else { return [] }
        let said = output.standardError.split(separator: "\n").prefix(3).joined(separator: "; ")
        return ["qemu-img check ended with \(output.status)\(said.isEmpty ? "" : ": \(said)")"]
    }
}
