internal import Estate

/// The golden disks of a "physical" server in the cache, and what its firmware knows: a folder. Its name holds a digest of
/// its recipe, so that a changed recipe leads to a new image.
struct ServerImage: Sendable, Hashable {
    var node: Node
    /// With `known_hosts`, `disk-0.raw` and whatever else the server has.
    var folder: String

    /// - Parameters:
    ///   - recipe: the texts that it is made by.
    ///   - publicKey: the key that may log in; a part of the recipe.
    init(of node: Node, in images: String, recipe: [String], publicKey: String) {
        self.node = node
        let own = [publicKey, node.machine?.mac ?? "", node.address ?? ""]
        let digest = SHA256.hex((recipe + own).joined(separator: "\u{0}"))
        folder = "\(images)/\(node.rawValue)-\(digest.prefix(12))"
    }

    /// How the recipe is told of it.
    var order: String { "\(node.rawValue)=\(node.address ?? "")=\(node.machine?.mac ?? "")" }
}
