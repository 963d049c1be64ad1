package import Estate

/// A kept definition, made into that of a restored machine.
package struct RestoredDefinition: Sendable {
    package var name: String
    package var uuid: String
    /// The restored images by the disks' targets: `nfs://server/export/file`, or a path on the host.
    package var images: [String: String]
    /// It takes the place of the machine that was backed up; else it is a second one beside it.
    package var isSame: Bool

    package init(name: String, uuid: String, images: [String: String], isSame: Bool) {
        (self.name, self.uuid, self.images, self.isSame) = (name, uuid, images, isSame)
    }

    /// - Throws: ``Failure`` where `kept` is no definition, or lacks one of the disks.
    package func text(from kept: String) throws(Failure) -> String {
        guard var domain = XMLTree.parse(kept), let old = DomainDescription(xml: kept) else {
            throw failure("the kept definition is none")
        }
        let targets = Set((domain.first("devices")?.all("disk") ?? []).compactMap(Self.target))
        if let missing = images.keys.sorted().first(where: { !targets.contains($0) }) {
            throw failure("the kept definition has no disk \(missing)")
        }
        domain.change(["name"]) { $0.text = name }
        domain.change(["uuid"]) { $0.text = uuid }
        domain.change(["sysinfo", "system", "entry"]) { if $0.attributes["name"] == "uuid" { $0.text = uuid } }
        domain.change(["devices", "disk"]) { point(&$0) }
        if !isSame { makeSecond(&domain, old.name) }
        return domain.document
    }

    private static func target(_ disk: XMLTree) -> String? { disk.first("target")?.attributes["dev"] }

    private func point(_ disk: inout XMLTree) {
        guard let url = Self.target(disk).flatMap({ images[$0] }) else { return }
        disk.children.removeAll { ["source", "backingStore", "mirror"].contains($0.name) }
        disk.children.append(Self.source(url))
        disk.attributes["type"] = url.hasPrefix("nfs://") ? "network" : "file"
        disk.change(["driver"]) { $0.attributes["type"] = "raw" }
    }

    private static func source(_ url: String) -> XMLTree {
        let image = ImageName(url)
        guard let server = image.server else { return XMLTree(name: "source", attributes: ["file": image.path]) }
        return XMLTree(
            name: "source", attributes: ["protocol": "nfs", "name": image.path],
            children: [
                XMLTree(name: "host", attributes: ["name": server]),
                XMLTree(name: "identity", attributes: ["user": "0", "group": "0"]),
            ])
    }

    /// Nothing of it may be the first one's: no address, no log, no firmware's memory, and no disk that was not restored but one
    /// that nobody writes to.
    private func makeSecond(_ domain: inout XMLTree, _ old: String) {
        domain.change(["devices"]) { devices in
            devices.children.removeAll { child in
                child.name == "disk" && Self.target(child).flatMap { images[$0] } == nil
                    && child.attributes["device"] != "cdrom" && child.first("readonly") == nil
            }
        }
        domain.change(["devices", "interface"]) { $0.children.removeAll { ["mac", "target"].contains($0.name) } }
        domain.change(["os"]) { $0.children.removeAll { $0.name == "nvram" } }
        domain.change(["genid"]) { $0.text = "" }
        for device in ["serial", "console"] {
            domain.change(["devices", device, "log"]) { log in
                log.attributes["file"] = log.attributes["file"]?.replacing(old, with: name)
            }
        }
    }

    private func failure(_ because: String) -> Failure {
        Failure(
            "make the restored definition", on: name, because: because,
            next: "restore the disks to files (--disk, --output), and define the VM by hand")
    }
}
