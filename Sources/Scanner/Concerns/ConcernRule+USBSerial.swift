internal import Estate

extension ConcernRule {
    /// Modems, meters and consoles on USB: the kernel loads these drivers when it sees one.
    static let usbSerial = ConcernRule(
        id: "usb-serial", severity: .warning,
        matters: "what hangs on a serial port over USB stays with the physical machine",
        advice: "find out what it is (dmesg, ls /dev/serial/by-id), and plan a port server or USB over the network"
    ) { profile in
        let modules: Set<String> = ["ftdi_sio", "pl2303", "cp210x", "ch341", "mos7840", "option", "qcserial", "sierra"]
        return profile.hardware.modules.value?.filter(modules.contains).map { "the module \($0) is loaded" } ?? []
    }
}
