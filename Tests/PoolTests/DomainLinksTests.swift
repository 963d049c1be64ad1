internal import Estate
internal import Testing

@testable internal import Pool

/// A card that is read or written wrongly is a VM that answers beside the server that it was.
@Suite struct DomainLinksTests {
    private let text = """
        <domain type="kvm"><name>dns01</name>
        <metadata><x:note xmlns:x="urn:x"><interface><link state="down"/></interface></x:note></metadata>
        <devices>
          <interface type='bridge'><mac address='52:54:00:77:00:35'/><source bridge='br&quot;0'/>
            <target dev='vnet3'/><model type='virtio'/><link state='down'/><alias name='net0'/></interface>
          <interface type='bridge'><mac address='52:54:00:77:00:36'/><source bridge='br1'/></interface>
        </devices></domain>
        """

    @Test func `only the domain's own cards count, and one of which nothing is said is up`() throws {
        let links = try #require(DomainLinks(xml: text))
        #expect(links.areUp == [false, true])
        #expect(LinkState(links.areUp) == .mixed)
        #expect(LinkState([]) == .down && LinkState([true]) == .up && LinkState([false, false]) == .down)
    }

    @Test func `a change names the card as it is, but for its link`() throws {
        let links = try #require(DomainLinks(xml: text))
        let change = try #require(links.changes(up: true).first.flatMap(XMLTree.parse))
        #expect(links.changes(up: true).count == 1)
        #expect(change.first("link")?.attributes == ["state": "up"])
        #expect(change.first("source")?.attributes == ["bridge": "br\"0"])
        #expect(change.first("alias")?.attributes == ["name": "net0"])
        #expect(change.attributes == ["type": "bridge"])
        let other = try #require(links.changes(up: false).first.flatMap(XMLTree.parse))
        #expect(other.first("mac")?.attributes["address"] == "52:54:00:77:00:36")
    }

    @Test func `what cannot be read has no links, and not all of them down`() {
        #expect(DomainLinks(xml: "<domain><devices>") == nil)
        #expect(DomainLinks(xml: "<network/>") == nil)
    }

    @Test func `an element survives the way through text`() {
        let tree = XMLTree(
            name: "a", attributes: ["b": "<\"'&\n", "c": ""],
            children: [XMLTree(name: "d", text: "1 < 2 & 3"), XMLTree(name: "e")])
        #expect(XMLTree.parse(tree.document) == tree)
    }
}
