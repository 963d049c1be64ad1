package import Estate

/// Small servers and hosts, spelled out only where a test cares.
package enum Fixture {
    package static func profile(
        _ name: String, memoryMiB: UInt64 = 470, threads: Int = 1, diskBytes: UInt64 = 2 << 30,
        listeners: [ListeningSocket] = [], concerns: [Concern] = [], firmware: Observed<Firmware> = .known(.bios),
        address: String = "10.77.0.53"
    ) -> ServerProfile {
        ServerProfile(
            name: name, address: "ssh://root@\(name)", scannedAt: Moment(seconds: 0),
            identity: Identity(
                machineID: .known("id-\(name)"), dmiUUID: .unknown(because: "x"), dmiSerial: .unknown(because: "x"),
                hostKeyFingerprint: .unknown(because: "x")),
            hardware: Hardware(
                vendor: .unknown(because: "x"), model: .unknown(because: "x"),
                processor: .known(
                    Processor(
                        model: "cpu", architecture: "x86_64", sockets: 1, cores: threads, threads: threads,
                        megahertz: nil, flags: [])),
                memoryBytes: .known(memoryMiB << 20), devices: .known([]), modules: .known([])),
            system: OperatingSystem(
                family: .known("debian"), version: .known("12"), prettyName: .known("Debian 12"),
                architecture: .known("x86_64"), kernel: .known("6.1.0"), uptimeSeconds: .known(1), clock: .known("utc"),
                clockSkewSeconds: .known(0), timeZone: .known("UTC"), agents: .known([])),
            boot: Boot(
                firmware: firmware, secureBoot: .known(false), loader: .known("grub2"),
                kernelCommandLine: .known(""), kernels: .known([]), initramfsTool: .known("initramfs-tools"),
                initramfsModules: .known("dep"), efiEntries: .known([])),
            disks: .known([
                Disk(
                    device: "/dev/sda", bytes: diskBytes, model: nil, serial: "S-\(name)", wwn: nil,
                    logicalSectorBytes: 512, physicalSectorBytes: 512, partitionTable: "dos", rotational: true,
                    readOnly: false, transport: "sata", volumes: [])
            ]),
            mounts: .known([]), fstab: .known([]),
            interfaces: .known([
                NetworkInterface(
                    name: "eth0", kind: "physical", mac: "52:54:00:00:00:01", permanentMAC: nil, mtu: 1500, up: true,
                    addresses: ["\(address)/24"], driver: "e1000", master: nil, megabits: nil, vlan: nil)
            ]),
            routes: .known([]), nameServers: .known([]), listeners: .known(listeners), connections: .known([]),
            deviceLinks: .known([:]), load: .unknown(because: "x"), concerns: concerns)
    }

    package static func host(_ name: String, memoryMiB: UInt64 = 4096, cpus: Int = 4) -> Host {
        Host(
            name: name, cpus: cpus, memoryBytes: memoryMiB << 20, freeMemoryBytes: memoryMiB << 20, hypervisor: "kvm",
            versions: [])
    }
}
