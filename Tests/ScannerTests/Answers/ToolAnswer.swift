import Foundation

/// What one tool printed, in a dialect that broke something once. The file's first line says where it is from.
struct ToolAnswer {
    /// Each is read by a test.
    static let names = [
        "dmi-placeholders", "ipaddr-idrac", "iproute-json-blackhole", "iproute-several-ways", "lsblk-dual-port",
        "lsblk-escapes", "lsblk-no-disks", "lsblk-placeholder-wwn", "lscpu-arm64-mixed", "lscpu-ppc64le",
        "mountinfo-bind-mounts", "sadf-zeros", "sar-greek", "sar-zeros", "sysnet-idrac",
    ]
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Transcripts/answers")

    var origin: String
    var text: String

    init(_ name: String) throws {
        let all = try String(contentsOf: Self.folder.appendingPathComponent("\(name).txt"), encoding: .utf8)
        origin = String(all.prefix { $0 != "\n" })
        text = String(all.dropFirst(origin.count + 1))
    }
}
