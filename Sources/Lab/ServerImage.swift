internal import Estate

/// The golden disk of the "physical" server in the cache. Its name holds a digest of its recipe, so that a changed
/// recipe leads to a new image.
struct ServerImage: Sendable, Hashable {
    static let mac = "52:54:00:77:00:35"

    var disk: String
    /// The server's ssh host key, as `known_hosts` has it.
    var knownHosts: String

    /// - Parameter publicKey: the key that may log in; a part of the recipe.
    init(folder: String, recipe: String, publicKey: String) {
        let digest = SHA256.hex([recipe, publicKey, Self.mac, Node.dns01.address ?? ""].joined(separator: "\u{0}"))
        disk = "\(folder)/dns01-\(digest.prefix(12)).raw"
        knownHosts = "\(folder)/dns01-\(digest.prefix(12)).known_hosts"
    }
}
