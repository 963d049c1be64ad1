/// The nominal frequency: what cores run at for long. The highest is not it where a processor boosts.
struct CPUFrequency {
    /// kHz, of Intel's driver.
    var base = ""
    /// MHz, which the firmware tells (ACPI CPPC).
    var firmware = ""
    /// kHz, falling, of acpi-cpufreq: a boost is not among them, or by 1 MHz as its sign.
    var steps = ""
    /// kHz, the highest that the driver gives.
    var highest = ""

    /// - Parameters:
    ///   - model: Intel writes it into most names.
    ///   - moment: MHz, of the moment in which it was read.
    /// - Returns: MHz; nil where only a boost's, or that of a moment, is told.
    func nominal(model: String, flags: Set<String>, moment: Double?) -> Double? {
        let kilohertz = number(base) ?? number(String(steps.words.first ?? ""))
        if let told = CPU.nominal(model) ?? kilohertz.map({ $0 / 1000 }) ?? number(firmware) { return told }
        if let highest = number(highest) { return flags.isDisjoint(with: Self.boosts) ? highest / 1000 : nil }
        // Without a driver the clock stands still, unless the kernel measures it.
        return flags.contains("aperfmperf") ? nil : moment
    }

    /// AMD's and Intel's flags of a processor that boosts.
    private static let boosts: Set<String> = ["cpb", "ida"]

    private func number(_ text: String) -> Double? { Double(text.trimmed).flatMap { $0 > 0 && $0 < 1e9 ? $0 : nil } }
}
