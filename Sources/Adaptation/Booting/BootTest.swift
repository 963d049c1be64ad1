package import Estate
internal import Foundation
internal import Shell

/// Boots an image on an overlay, cut off from every network, and waits for a proof of life.
package struct BootTest: Sendable {
    /// What counts as success.
    package enum Proof: Sendable, Hashable {
        case login
        /// These words on the serial console.
        case console(String)
        /// An answer of the guest's DNS server for a name.
        case dns(String)
        /// A service on a TCP port of the guest speaks.
        case tcp(Int)
    }

    package var disks: [GuestDisk]
    package var target: AdaptationTarget
    package var firmware: Firmware
    package var proof: Proof
    /// The first card's MAC address; the guest's configuration may ask for it.
    package var mac: String?
    /// The guest's own address with its prefix length: `10.77.0.53/24`; needed for a probe.
    package var address: String?
    package var memoryMiB: Int
    package var limitSeconds: Int
    /// Where to put a picture of the screen (PPM).
    package var screenshot: String?

    package init(
        disks: [GuestDisk], target: AdaptationTarget = .kvm, firmware: Firmware = .bios, proof: Proof = .login,
        mac: String? = nil, address: String? = nil, memoryMiB: Int = 1024, limitSeconds: Int = 300,
        screenshot: String? = nil
    ) {
        self.disks = disks
        self.target = target
        self.firmware = firmware
        self.proof = proof
        self.mac = mac
        self.address = address
        self.memoryMiB = memoryMiB
        self.limitSeconds = limitSeconds
        self.screenshot = screenshot
    }

    /// - Throws: ``Failure`` when QEMU cannot be started; a guest that does not boot is an answer.
    package func run(report: @escaping ProgressReport = { _ in }) async throws -> BootTestReport {
        for _ in 0..<2 {
            let result = try await runOnce(report)
            guard !result.proved, BootStage.isEmulationFault(result.lastLines.joined(separator: "\n")) else {
                return result
            }
        }
        return try await runOnce(report)
    }

    private func runOnce(_ report: @escaping ProgressReport) async throws -> BootTestReport {
        let folder = try Self.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let machine = try await prepare(folder)
        let clock = Stopwatch()
        return try await withThrowingTaskGroup(of: BootTestReport?.self) { group in
            group.addTask {
                let output = try await Shell.run(Command(machine.arguments))
                guard output.status != 0 else { return nil }
                throw Failure(
                    "start QEMU", on: "this machine", because: output.standardError,
                    next: "check that qemu-system-x86 is installed and that the image is free")
            }
            group.addTask { try await watch(machine, clock, report) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
                // QEMU ended by itself: the guest shut down or reset.
                return await finish(machine, clock, proved: false, because: "the machine switched itself off")
            }
            throw CancellationError()
        }
    }

    private static func makeFolder() throws -> String {
        let folder = NSTemporaryDirectory() + "p2v-boot-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return folder
    }

    /// Overlays for the disks, and a copy of the firmware's variables: empty, as a new virtual machine has them.
    private func prepare(_ folder: String) async throws -> BootMachine {
        var overlays: [String] = []
        for (number, disk) in disks.enumerated() {
            let overlay = "\(folder)/disk\(number).qcow2"
            try await Shell.check(
                Command("qemu-img", "create", "-q", "-f", "qcow2", "-b", disk.backingName, "-F", disk.format, overlay))
            overlays.append(overlay)
        }
        if firmware == .uefi {
            try FileManager.default.copyItem(atPath: BootMachine.emptyVariables, toPath: "\(folder)/vars.fd")
        }
        return BootMachine(test: self, folder: folder, overlays: overlays, port: Int.random(in: 20000...40000))
    }

    private func watch(_ machine: BootMachine, _ clock: Stopwatch, _ report: ProgressReport) async throws
        -> BootTestReport
    {
        while clock.seconds < Double(limitSeconds) {
            try await Task.sleep(for: .milliseconds(300))
            let log = machine.log
            report(
                StepProgress("Booting: \(BootStage(log: log).rawValue)", done: clock.seconds, total: nil, unit: .items))
            if isProved(log, machine) { return await finish(machine, clock, proved: true, because: nil) }
            if let end = BootStage.end(in: log) {
                return await finish(machine, clock, proved: false, because: "the console says: \(end)")
            }
        }
        return await finish(machine, clock, proved: false, because: "no proof within \(limitSeconds) seconds")
    }

    private func isProved(_ log: String, _ machine: BootMachine) -> Bool {
        switch proof {
        case .login: BootStage(log: log) == .login
        case .console(let words): log.range(of: words) != nil
        case .dns(let name): DNSExchange.ask(name, port: machine.port, waitMilliseconds: 1500)
        case .tcp: PortProbe.speaks(port: machine.port, waitMilliseconds: 700)
        }
    }

    private func finish(_ machine: BootMachine, _ clock: Stopwatch, proved: Bool, because: String?) async
        -> BootTestReport
    {
        let seconds = clock.seconds
        let log = BootStage.withoutEscapes(machine.log)
        let picture = screenshot.flatMap { MachineMonitor.screenshot(to: $0, over: machine.monitorSocket) ? $0 : nil }
        let lines = log.split { $0.isNewline }.suffix(20).map { String($0) }
        return BootTestReport(
            proved: proved, proof: proof.title, stage: BootStage(log: log), seconds: seconds, because: because,
            lastLines: lines, screenshot: picture, firmware: firmware)
    }
}

extension BootTest.Proof {
    var title: String {
        switch self {
        case .login: "login prompt"
        case .console(let words): "console: \(words)"
        case .dns(let name): "dns \(name)"
        case .tcp(let port): "tcp port \(port)"
        }
    }
}

extension GuestDisk {
    /// As qemu-img names a backing file.
    var backingName: String {
        switch location {
        case .file(let path): URL(fileURLWithPath: path).path
        case .nbd(let socket): "nbd+unix:///?socket=\(socket)"
        }
    }
}
