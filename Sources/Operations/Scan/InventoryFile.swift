internal import Estate
internal import Foundation
internal import Scanner
internal import Shell
internal import Terminal

/// An inventory on disk, in whatever form people keep it.
enum InventoryFile {
    static func addresses(at path: String) throws -> [SSHAddress] {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(
                "read the inventory", on: path, because: "it cannot be read as text",
                next: "check the path and its rights")
        }
        let lower = path.lowercased()
        if lower.hasSuffix(".yaml") || lower.hasSuffix(".yml") || lower.hasSuffix(".json") {
            return try YAMLText.decode(InventoryTree.self, from: text, source: path).addresses(name: path)
        }
        return try InventoryText.addresses(text, name: path)
    }
}
