internal import Estate

/// The network card that a server's management processor (iDRAC, XClarity, iLO) shows to the system over USB. It leads
/// nowhere else, and a VM has none.
enum ManagementCard {
    private static let drivers: Set<String> = ["cdc_ether", "cdc_eem", "cdc_ncm", "cdc_subset", "rndis_host"]

    /// Such a driver, and no address but of the link itself. Unknown addresses make no management card.
    static func isOne(_ interface: NetworkInterface) -> Bool {
        guard interface.kind == "physical", let driver = interface.driver, drivers.contains(driver),
            interface.master == nil, interface.addressesUnknown == nil
        else { return false }
        // 16.1.15.0/24 is what HPE's iLO gives its card.
        return interface.addresses.allSatisfy { address in
            ["169.254.", "fe80:", "16.1.15."].contains { address.lowercased().hasPrefix($0) }
        }
    }
}
