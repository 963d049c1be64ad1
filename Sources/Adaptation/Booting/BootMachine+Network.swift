internal import Estate

extension BootMachine {
    /// `restrict=on`: the guest reaches nothing, not even this machine; only the ports of the proofs lead in. Several cards
    /// share the one segment, so whichever has the guest's address is heard. Who asks by DHCP gets that address.
    var network: [String] {
        if let place = test.place { return cards(at: place) }
        var wire = "user,id=wire,restrict=on"
        if let network = GuestNetwork(test.address) {
            wire += ",net=\(network.network),host=\(network.gateway),dns=\(network.nameServer)"
            wire += ",dhcpstart=\(network.address)" + forwards(to: network.address)
        }
        let cards = [test.mac] + test.otherCards
        guard cards.count > 1 else { return ["-netdev", wire] + card(test.mac, on: "wire") }
        return ["-netdev", wire, "-netdev", "hubport,id=hub,hubid=0,netdev=wire"]
            + cards.enumerated().flatMap { number, mac in
                ["-netdev", "hubport,id=port\(number),hubid=0"] + card(mac, on: "port\(number)")
            }
    }

    /// Each card has a tap of the segment, which was made for it.
    private func cards(at place: BootPlace) -> [String] {
        zip([test.mac] + test.otherCards, place.taps).enumerated().flatMap { number, card in
            ["-netdev", "tap,id=port\(number),ifname=\(card.1),script=no,downscript=no"]
                + self.card(card.0, on: "port\(number)")
        }
    }

    private func forwards(to address: String) -> String {
        zip(test.proofs, ports).map { proof, port in
            proof.guestPort.map { ",hostfwd=tcp:127.0.0.1:\(port)-\(address):\($0)" } ?? ""
        }.joined()
    }

    private func card(_ mac: String?, on segment: String) -> [String] {
        let model = test.target == .plain ? "e1000" : "virtio-net-pci"
        let mac = mac.flatMap { MACAddress.isValid($0.lowercased()) ? ",mac=\($0)" : nil } ?? ""
        return ["-device", "\(model),netdev=\(segment)\(mac)"]
    }
}
