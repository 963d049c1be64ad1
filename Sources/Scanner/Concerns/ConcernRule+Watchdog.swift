internal import Estate

extension ConcernRule {
    /// Drivers of watchdogs on the board.
    static let watchdog = ConcernRule(
        id: "hardware-watchdog", severity: .information,
        matters: "a driver for a watchdog that is gone fails; one that still runs may reboot the VM",
        advice: "nothing: the conversion blacklists these modules in the copy"
    ) { profile in
        let modules: Set<String> = ["hpwdt", "iTCO_wdt", "ipmi_watchdog", "wdat_wdt", "sp5100_tco", "i6300esb"]
        return profile.hardware.modules.value?.filter(modules.contains).map { "the module \($0) is loaded" } ?? []
    }
}
