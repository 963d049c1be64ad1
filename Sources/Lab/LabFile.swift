internal import Estate

/// A file that is built into p2v: scripts of the nodes, and configuration with `{{name}}` where a value goes.
struct LabFile: Sendable {
    var name: String
    var text: String

    static let scripts: [LabFile] = [
        LabFile("node-common.sh", PackageResources.node_common_sh),
        LabFile("node-plain.sh", PackageResources.node_plain_sh),
        LabFile("node-nfs.sh", PackageResources.node_nfs_sh),
        LabFile("node-host.sh", PackageResources.node_host_sh),
        LabFile("node-server.sh", PackageResources.node_server_sh),
        LabFile("start-node.sh", PackageResources.start_node_sh),
        LabFile("console.sh", PackageResources.console_sh),
        LabFile("certificates.sh", PackageResources.certificates_sh),
    ]

    static let buildServer = LabFile("build-server.sh", PackageResources.build_server_sh)
    static let serverService = LabFile("server-service.pl", PackageResources.server_service_pl)
    static let buildGuest = LabFile("build-guest.sh", PackageResources.build_guest_sh)
    static let guest = LabFile("guest.xml", PackageResources.guest_xml)
    static let xenImage = LabFile("xen-image.sh", PackageResources.xen_image_sh)
    static let xenLab = LabFile("xen-lab.sh", PackageResources.xen_lab_sh)
    static let xenPool = LabFile("xen-pool.yaml", PackageResources.xen_pool_yaml)
    static let unpackQEMU = LabFile("unpack-qemu.sh", PackageResources.unpack_qemu_sh)
    static let libvirtd = LabFile("libvirtd.conf", PackageResources.libvirtd_conf)
    static let qemu = LabFile("qemu.conf", PackageResources.qemu_conf)
    static let ganesha = LabFile("ganesha.conf", PackageResources.ganesha_conf)
    static let pool = LabFile("pool.yaml", PackageResources.pool_yaml)
    static let sshConfig = LabFile("ssh_config", PackageResources.ssh_config)

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The text with every `{{name}}` replaced.
    ///
    /// Values are the lab's own names, addresses and paths, which hold only plain characters: see ``LabSettings``.
    /// - Throws: ``Failure`` when a value is missing.
    func rendered(_ values: [String: String]) throws(Failure) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}"), let value = values[String(rest[..<end.lowerBound])] else {
                throw Failure(
                    "write \(name)", on: "the lab", because: "a value is missing near \(rest.prefix(20))",
                    next: "report this to p2v")
            }
            result += value
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
