internal import Estate
internal import XenAPI

/// How images are named to the rest of p2v: a VDI on an NFS SR is the file that it is.
struct XenURLs: Sendable {
    /// What the pool file says in place of what the pool says, by the SR's name.
    var overrides: [String: String]

    init(_ configuration: PoolConfiguration) {
        overrides = Dictionary(configuration.storage.map { ($0.name, $0.url) }) { first, _ in first }
    }

    /// `nfs://server/export/SR`, `xapi://SR` where images are reached through the API only.
    func url(ofRepository sr: XenRecord, _ tables: XenTables) -> String {
        if let url = overrides[sr.label] { return url }
        let device = sr["PBDs"].texts.compactMap { tables.record(.PBD, $0)?["device_config"].map }.first ?? [:]
        guard sr.text("type") == "nfs", let server = device["server"], let path = device["serverpath"] else {
            return "xapi://\(sr.uuid)"
        }
        let folder = sr["sm_config"]["nosubdir"].text == "true" ? "" : "/\(sr.uuid)"
        return "nfs://\(server)\(path.hasPrefix("/") ? "" : "/")\(path)\(folder)"
    }

    func url(of vdi: XenRecord, _ tables: XenTables) -> String {
        guard let sr = tables.record(.SR, vdi.ref("SR")) else { return "xapi:///\(vdi.uuid)" }
        let place = url(ofRepository: sr, tables)
        // Files are named by their paths, as in every pool.
        let base = place.hasPrefix("file://") ? String(place.dropFirst(7)) : place
        guard !base.hasPrefix("xapi:") else { return "\(base)/\(vdi.uuid)" }
        return "\(base)/\(vdi.uuid).\(vdi["sm_config"]["type"].text == "raw" ? "raw" : "vhd")"
    }

    /// The VDI's UUID that an image's URL ends with.
    static func uuid(of url: String) -> String? {
        let name = url.split(separator: "/").last ?? ""
        let stem = name.split(separator: ".", maxSplits: 1).first.map(String.init) ?? ""
        return MachineDefinition.isUUID(stem) ? stem.lowercased() : nil
    }
}
