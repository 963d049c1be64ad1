package import Pool

/// Virtual hardware that all hosts can give exists: otherwise no machine could move.
package struct HardwareCheck: Check {
    private let pool: LibvirtPool

    package init(_ pool: LibvirtPool) {
        self.pool = pool
    }

    package func findings() async -> [Finding] {
        do {
            let hardware = try await pool.commonHardware()
            return [
                Finding(
                    .pool, .ok, "hardware",
                    "all hosts offer \(hardware.machine) with \(hardware.cpuModel) by \(hardware.type)"
                        + (hardware.uefi ? ", BIOS and UEFI" : ", BIOS only"))
            ]
        } catch {
            return [Finding(.pool, "hardware", error, hint: "see the hosts' versions in `p2v pool`")]
        }
    }
}
