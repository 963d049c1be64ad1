internal import Estate

extension ConcernRule {
    /// A power supply that tells by USB when the mains fail, by its maker's number.
    static let ups = ConcernRule(
        id: "ups", severity: .warning,
        matters: "the VM does not hear of a power failure, and others may wait for this server's word to shut down",
        advice: "connect the UPS to the new host or to the network, and point the VM's monitor (NUT, apcupsd) there"
    ) { profile in
        let makers = [
            "051d:": "APC", "0463:": "Eaton", "0764:": "CyberPower", "09ae:": "Tripp Lite", "06da:": "Phoenixtec",
            "10af:": "Liebert", "0592:": "Powerware",
        ]
        return profile.hardware.devices.value?.filter { $0.hasPrefix("usb:") }.compactMap { device -> String? in
            let identifier = device.words.dropFirst().first ?? ""
            return makers.first { identifier.hasPrefix($0.key) }.map { "UPS of \($0.value): \(device)" }
        } ?? []
    }
}
