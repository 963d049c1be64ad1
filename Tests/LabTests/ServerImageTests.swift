import Estate
import Testing

@testable import Lab

@Suite struct ServerImageTests {
    private func folder(_ node: Node = .dns01, _ recipe: [String] = ["r"], _ key: String = "k") -> String {
        ServerImage(of: node, in: "/i", recipe: recipe, publicKey: key).folder
    }

    /// A stale image would be tested in place of the one that the recipe describes.
    @Test func `a changed recipe or key leads to another image`() {
        #expect(folder() == folder())
        #expect(folder() != folder(.dns01, ["r2"]))
        #expect(folder() != folder(.dns01, ["r", ""]))
        #expect(folder() != folder(.dns01, ["r"], "k2"))
        #expect(folder().hasPrefix("/i/dns01-"))
    }

    /// Stale images are found by their names: one server's must never look like another's.
    @Test func `each server has an image of its own, and the recipe is told its name, address and MAC address`() {
        let images = Node.servers.map { ServerImage(of: $0, in: "/i", recipe: ["r"], publicKey: "k") }
        #expect(Set(images.map { $0.folder.split(separator: "-").last }).count == 4)
        #expect(images.map { $0.order }.contains("db01=10.77.0.55=52:54:00:77:00:37"))
    }

    /// Two machines of one MAC address would answer for each other; a guest's address is not a server's.
    @Test func `the servers of a room are four, and meet no guest`() {
        #expect(Node.servers == [.dns01, .web01, .db01, .old01])
        #expect(Node.dns01.machine?.mac == "52:54:00:77:00:35")
        #expect(Set(Node.servers.compactMap { $0.machine?.mac }).count == 4)
        #expect(Node.servers.compactMap { $0.machine?.number }.allSatisfy { !Guest.numbers.contains($0) && $0 < 60 })
        #expect(Node.hosts.allSatisfy { $0.machine == nil })
    }
}
