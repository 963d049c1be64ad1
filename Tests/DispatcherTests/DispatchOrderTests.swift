import Dispatcher
import Estate
import Testing

/// If these fail, a web server is cut over while its database is away.
@Suite struct `The line of a plan's servers` {
    @Test func `goes wave by wave, whoever is in none last`() {
        let order = DispatchOrder(["new", "b", "a"], waves: [wave("a"), wave("b")], talks: [])
        #expect(order.servers().map(\.name) == ["a", "b", "new"])
        #expect(order.servers().map(\.wave) == [0, 1, 2])
    }

    @Test func `has whoever is asked before whoever asks, through each other too`() {
        let talks = [talk("web", "app"), talk("app", "db"), talk("web", "dns"), talk("app", "elsewhere")]
        let line = DispatchOrder(["web", "app", "db", "dns"], waves: [], talks: talks).servers()
        #expect(line.map(\.name) == ["db", "app", "dns", "web"])
        #expect(line.map(\.asks) == [[], ["db"], [], ["app", "dns"]])
    }

    @Test func `has an end where servers ask each other`() {
        let talks = [talk("a", "b"), talk("b", "c"), talk("c", "a"), talk("c", "c")]
        let line = DispatchOrder(["a", "b", "c"], waves: [], talks: talks).servers()
        #expect(line.map(\.name) == ["c", "b", "a"])
        #expect(line.map(\.asks) == [[], ["c"], ["b"]], "c asks a, and does not wait for it")
    }

    // The plan says the waves; who asks a server of a later one does so over the network meanwhile.
    @Test func `keeps the waves although one asks a server of a later one`() {
        let line = DispatchOrder(["a", "b"], waves: [wave("a"), wave("b")], talks: [talk("a", "b")]).servers()
        #expect(line.map(\.name) == ["a", "b"])
        #expect(line.map(\.asks) == [[], []])
    }

    private func talk(_ client: String, _ server: String) -> DispatchOrder.Talk {
        .init(client: client, server: server)
    }

    private func wave(_ name: String) -> Wave {
        let zero = Moment(seconds: 0)
        let member = Wave.Member(server: name, start: zero, finish: zero, copySeconds: 0, outageSeconds: 0)
        return Wave(name: name, servers: [member], switchOff: [], reason: "")
    }
}
