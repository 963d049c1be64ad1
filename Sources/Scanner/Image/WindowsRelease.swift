internal import Estate

/// What the two hives say of the system and its machine.
struct WindowsRelease: Sendable {
    var name: String?
    var release: String?
    var build: String?
    var edition: String?
    var machineID: String?
    var computerName: String?
    private var vendor: String?
    private var model: String?
    private var architecture: String?
    private var clock = "local"
    private var timeZone: String?
    private var processor: (model: String, threads: Int)?

    init(_ software: SoftwareHive) {
        name = software.name
        release = software.release
        build = software.build
        edition = software.edition
        machineID = software.machineID
    }

    mutating func add(_ system: SystemHive) {
        computerName = system.computerName.map { $0.lowercased() }.flatMap { ServerName.isPlain($0) ? $0 : nil }
        vendor = system.vendor
        model = system.model
        architecture = system.architecture
        clock = system.clock
        timeZone = system.timeZone
        processor = system.processors
    }

    func hardware(_ why: String) -> Hardware {
        let processor = processor.map {
            Processor(
                model: $0.model, architecture: architecture ?? "unknown", sockets: 1, cores: $0.threads,
                threads: $0.threads, megahertz: CPU.nominal($0.model), flags: [])
        }
        return Hardware(
            vendor: .from(vendor, else: why), model: .from(model, else: why), processor: .from(processor, else: why),
            memoryBytes: .unknown(because: why), devices: .unknown(because: why), modules: .unknown(because: why))
    }

    func system(_ why: String) -> OperatingSystem {
        OperatingSystem(
            family: .known("windows"), version: .from(release, else: why), prettyName: .from(name, else: why),
            architecture: .from(architecture, else: why), kernel: .from(build, else: why),
            uptimeSeconds: .unknown(because: why), clock: .known(clock), clockSkewSeconds: .unknown(because: why),
            timeZone: .from(timeZone, else: why), agents: .unknown(because: why))
    }
}
