internal import Estate

extension Anonymiser {
    mutating func card(_ original: NetworkInterface) -> NetworkInterface {
        var card = original
        card.name = pseudonyms.card(original.name)
        card.mac = pseudonyms.mac(original.mac)
        card.permanentMAC = original.permanentMAC.map { pseudonyms.mac($0) }
        card.addresses = original.addresses.map { pseudonyms.address($0) }
        card.passingAddresses = original.passingAddresses?.map { pseudonyms.address($0) }
        card.master = original.master.map { pseudonyms.card($0) }
        card.addressesUnknown = original.addressesUnknown.map { _ in "they were not known when the server was scanned" }
        return card
    }

    mutating func route(_ original: Route) -> Route {
        Route(
            destination: pseudonyms.address(original.destination),
            gateway: original.gateway.map { pseudonyms.address($0) }, interface: pseudonyms.card(original.interface))
    }

    mutating func listener(_ original: ListeningSocket) -> ListeningSocket {
        ListeningSocket(
            transport: original.transport, address: pseudonyms.address(original.address), port: original.port,
            process: original.process.map { pseudonyms.program($0) })
    }

    mutating func connection(_ original: Connection) -> Connection {
        Connection(
            transport: original.transport, localAddress: pseudonyms.address(original.localAddress),
            localPort: original.localPort, peerAddress: pseudonyms.address(original.peerAddress),
            peerPort: original.peerPort, process: original.process.map { pseudonyms.program($0) })
    }
}
