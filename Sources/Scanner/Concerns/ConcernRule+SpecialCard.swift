internal import Estate

extension ConcernRule {
    /// Cards for telephone lines, pictures, measurement, many serial ports and cryptography: their drivers are loaded only
    /// where such a card is.
    static let specialCard = ConcernRule(
        id: "special-card", severity: .critical,
        matters: "the card stays in the physical machine, and no VM has one like it",
        advice: "plan a host with pass-through or a device on the network (gateway, port server), or leave it physical"
    ) { profile in
        let modules: [String: String] = [
            "dahdi": "telephony", "zaptel": "telephony", "mISDN_core": "ISDN", "hisax": "ISDN", "wanpipe": "telephony",
            "bttv": "capture", "cx88xx": "capture", "cx23885": "capture", "saa7134": "capture", "ivtv": "capture",
            "comedi": "measurement", "mxser": "serial", "cyclades": "serial", "jsm": "serial", "rocket": "serial",
            "moxa": "serial", "intel_qat": "cryptography", "hifn_795x": "cryptography",
        ]
        return profile.hardware.modules.value?.compactMap { module in
            modules[module].map { "the module \(module) for a \($0) card is loaded" }
        } ?? []
    }
}
