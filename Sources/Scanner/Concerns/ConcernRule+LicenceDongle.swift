internal import Estate

extension ConcernRule {
    /// USB keys of the makers of licence dongles, by their vendor numbers.
    static let licenceDongle = ConcernRule(
        id: "licence-dongle", severity: .critical,
        matters: "the dongle stays on the physical machine, and its program stops",
        advice: "plan a network USB server, or ask the vendor for a licence in software"
    ) { profile in
        let makers = [
            "0529:": "Sentinel HASP", "04b9:": "Sentinel", "064f:": "CodeMeter", "096e:": "Feitian",
            "1bc0:": "Senselock",
        ]
        return profile.hardware.devices.value?.filter { $0.hasPrefix("usb:") }.compactMap { device -> String? in
            let identifier = device.words.dropFirst().first ?? ""
            return makers.first { identifier.hasPrefix($0.key) }.map { "\($0.value) dongle: \(device)" }
        } ?? []
    }
}
