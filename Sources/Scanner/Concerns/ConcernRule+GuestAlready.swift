internal import Estate

extension ConcernRule {
    /// The server is a VM.
    static let guestAlready = ConcernRule(
        id: "already-virtual", severity: .information,
        matters: "this is a VM already: its size says little about the hardware below it",
        advice: "check that it should be moved, and not the host it runs on"
    ) { profile in
        let vendor = profile.hardware.vendor.value ?? ""
        let model = profile.hardware.model.value ?? ""
        return profile.hardware.isVirtual ? ["the firmware calls itself \(vendor) \(model)"] : []
    }
}
