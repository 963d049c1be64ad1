internal import Estate

extension ProfileBuilder {
    func hardware() -> Hardware {
        let dmi = dmi()
        let memory = answers.read("/proc/meminfo", MemoryInfo.parse)
        let machine = uname().value?.machine ?? "unknown"
        let pci = answers.read("pci", DeviceList.pci)
        let usb = answers.read("usb", DeviceList.usb)
        var hardware = Hardware(
            vendor: field("sys_vendor", of: dmi), model: field("product_name", of: dmi),
            processor: answers.read("lscpu", CPU.lscpu).or(
                answers.read("/proc/cpuinfo") { CPU.cpuinfo($0, architecture: machine, frequency) }),
            memoryBytes: memory.map(\.total), devices: pci.flatMap { pci in usb.map { pci + $0 } },
            modules: answers.read("/proc/modules") { Lines.of($0).compactMap { $0.words.first } },
            hugePageBytes: memory.value?.hugePages)
        hardware.firmwareDate = field("bios_date", of: dmi, DMI.date).value
        return hardware
    }

    private var frequency: CPUFrequency {
        func file(_ name: String) -> String { answers.text("/sys/devices/system/cpu/cpu0/" + name) }
        return CPUFrequency(
            base: file("cpufreq/base_frequency"), firmware: file("acpi_cppc/nominal_freq"),
            steps: file("cpufreq/scaling_available_frequencies"), highest: file("cpufreq/cpuinfo_max_freq"))
    }

    func system() -> OperatingSystem {
        let release = answers.read("/etc/os-release", DistributionRelease.osRelease).or(
            answers.read("/usr/lib/os-release", DistributionRelease.osRelease)
        ).or(.from(DistributionRelease.files(answers.fileLines), else: "no file names the distribution"))
        return OperatingSystem(
            family: release.map(\.family), version: version(release), prettyName: release.map(\.pretty),
            architecture: uname().map(\.machine), kernel: uname().map(\.release),
            uptimeSeconds: answers.read("/proc/uptime") { $0.words.first.flatMap { Double($0) } },
            clock: answers.read("files") { _ in HardwareClock.parse(answers.fileLines) },
            clockSkewSeconds: clockSkew(),
            timeZone: zone(), agents: agents())
    }

    /// To a second: the kernel rounds its boot time.
    private func clockSkew() -> Observed<Double> {
        let booted = answers.read("load2", LoadReading.parse).flatMap { reading in
            Observed.from(reading.bootTime, else: "/proc/stat has no boot time")
        }
        return booted.flatMap { booted in
            answers.read("date") { $0.words.first.flatMap { Double($0) } }
                .map { (booted + $0 - now.seconds).rounded() + 0 }
        }
    }

    /// Debian's os-release has no point release and none at all for testing; debian_version does.
    private func version(_ release: Observed<DistributionRelease.Answer>) -> Observed<String> {
        release.flatMap { found in
            .from(found.version.isEmpty ? nil : found.version, else: "the release names no version: \(found.pretty)")
        }
    }

    /// The link to `/usr/share/zoneinfo/Europe/Paris`, which programs read; where it is a copy, what Debian or RHEL 5 kept in a
    /// file beside it.
    private func zone() -> Observed<String> {
        let link = answers.line("timezone").flatMap { text in
            Observed.from(
                text.firstRange(of: "zoneinfo/").map { String(text[$0.upperBound...]) },
                else: "/etc/localtime is no zone")
        }
        let old = answers.read("/etc/sysconfig/clock") { KeyValues.parse($0)["ZONE"] }
        return link.or(answers.line("/etc/timezone")).or(old)
    }

    func agents() -> Observed<[String]> {
        let running = answers.read("processes") { Set(Lines.of($0).map { $0.trimmed }) }
        let installed = answers.read("services") {
            Set(Lines.of($0).compactMap { $0.split(separator: "/").last?.trimmed })
        }
        guard let names = running.value.map({ $0.union(installed.value ?? []) }) ?? installed.value else {
            return running.map { _ in [] }
        }
        return .known(Agent.found(among: names).map(\.name))
    }
}
