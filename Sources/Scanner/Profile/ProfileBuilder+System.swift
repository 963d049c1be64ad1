internal import Estate

extension ProfileBuilder {
    func hardware() -> Hardware {
        let dmi = dmi()
        let memory = answers.read("meminfo", MemoryInfo.parse)
        let machine = uname().value?.machine ?? "unknown"
        let pci = answers.read("lspci", DeviceList.lspci).or(answers.read("pci", DeviceList.sysfs))
        let usb = answers.read("usb", DeviceList.usb).value ?? []
        return Hardware(
            vendor: field("sys_vendor", of: dmi), model: field("product_name", of: dmi),
            processor: answers.read("lscpu", CPU.lscpu).or(
                answers.read("cpuinfo") { CPU.cpuinfo($0, architecture: machine) }),
            memoryBytes: memory.map(\.total), devices: pci.map { $0 + usb },
            modules: answers.read("modules") { Lines.of($0).map { $0.trimmed } },
            hugePageBytes: memory.value?.hugePages)
    }

    func system() -> OperatingSystem {
        let release = answers.read("osrelease", DistributionRelease.osRelease).or(
            answers.read("release", DistributionRelease.files))
        return OperatingSystem(
            family: release.map(\.family), version: version(release), prettyName: release.map(\.pretty),
            architecture: uname().map(\.machine), kernel: uname().map(\.release),
            uptimeSeconds: answers.read("uptime") { $0.words.first.flatMap { Double($0) } },
            clock: answers.read("adjtime", HardwareClock.parse),
            clockSkewSeconds: answers.read("date") { Double($0.trimmed) }.map { ($0 - now.seconds).rounded() + 0 },
            timeZone: answers.line("timezone").map(Self.zone), agents: agents())
    }

    /// Debian's os-release has no point release and none at all for testing; debian_version does.
    private func version(_ release: Observed<DistributionRelease.Answer>) -> Observed<String> {
        release.flatMap { found in
            .from(found.version.isEmpty ? nil : found.version, else: "the release names no version: \(found.pretty)")
        }
    }

    /// `/usr/share/zoneinfo/Europe/Paris` is Europe/Paris.
    private static func zone(_ text: String) -> String {
        text.firstRange(of: "zoneinfo/").map { String(text[$0.upperBound...]) } ?? text.unquoted
    }

    private func agents() -> Observed<[String]> {
        let running = answers.read("processes") { Set(Lines.of($0).map { $0.trimmed }) }
        let installed = answers.read("services") { Set(Lines.of($0).map { $0.trimmed }) }
        guard let names = running.value.map({ $0.union(installed.value ?? []) }) ?? installed.value else {
            return running.map { _ in [] }
        }
        return .known(Agent.found(among: names).map(\.name))
    }
}
