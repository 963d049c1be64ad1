package import Estate
internal import Foundation
internal import Shell

/// Boots an image on an overlay, cut off from every network, and waits for a proof of life.
package struct BootTest: Sendable {
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
    /// Where to keep all that the serial console said.
    package var consoleFile: String?
    /// Further cards by their MAC addresses, on the same segment.
    package var otherCards: [String] = []
    /// The disk to start from, counted from 0.
    package var bootDisk = 0
    /// The level of x86-64 that the guest was built for; nil for any processor.
    package var processorLevel: Int?
    /// Asked as well, once the proof has come; what they answer is told, and decides nothing.
    package var wishes: [Proof] = []
    /// With others on one segment; nil: alone, cut off from all.
    package var place: BootPlace?
    /// Seconds that these are asked.
    package var wishSeconds = 30.0

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
                // Out of reach of Ctrl-C: a machine that the terminal ends would be taken for a guest that does not start.
                let output = try await Shell.run(Command(machine.arguments, ownSession: true))
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
                return try await finish(
                    machine, clock.seconds, proved: false, because: "the machine switched itself off")
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
            overlays.append("\(folder)/disk\(number).qcow2")
            _ = try await disk.overlay(at: overlays[number])
        }
        if firmware == .uefi { try Self.copyVariables(to: "\(folder)/vars.fd") }
        return BootMachine(test: self, folder: folder, overlays: overlays, ports: try LocalPorts.free(proofs.count))
    }

    private static func copyVariables(to path: String) throws {
        do { try FileManager.default.copyItem(atPath: BootMachine.emptyVariables, toPath: path) } catch {
            throw Failure(
                "start a machine with UEFI", on: "this machine", because: "\(BootMachine.emptyVariables): \(error)",
                next: "install the package ovmf")
        }
    }

    private func watch(_ machine: BootMachine, _ clock: Stopwatch, _ report: ProgressReport) async throws
        -> BootTestReport
    {
        var (seen, stage, end) = (-1, BootStage.firmware, String?.none)
        while clock.seconds < Double(limitSeconds) {
            try await Task.sleep(for: .milliseconds(300))
            let log = machine.log
            // A console that says nothing new is not read again: that costs as much as the emulation itself.
            if log.utf8.count != seen {
                (seen, stage, end) = (log.utf8.count, BootStage(log: log), BootStage.end(in: log))
            }
            report(StepProgress("Booting: \(stage.rawValue)", done: clock.seconds, total: nil, unit: .items))
            if try await holds(log, machine) {
                let seconds = clock.seconds
                var result = try await finish(machine, seconds, proved: true, because: nil)
                if let place {
                    result.answers = try await answers(at: place, clock)
                    try await place.settle()
                } else if !wishes.isEmpty {
                    result.answers = try await answers(machine, clock)
                }
                return result
            }
            if let end {
                return try await finish(machine, clock.seconds, proved: false, because: "the console says: \(end)")
            }
        }
        return try await finish(
            machine, clock.seconds, proved: false, because: "no proof within \(limitSeconds) seconds")
    }

    private func holds(_ log: String, _ machine: BootMachine) async throws -> Bool {
        guard let place, let port = proof.guestPort, let guest = GuestNetwork(address) else {
            return proof.holds(log: log, port: machine.ports[0])
        }
        return try await place.segment.answers("tcp:\(guest.address):\(port)")
    }

    /// Asks the plan's proofs from inside the segment, until each is answered or their time is over: those of a server that
    /// asks others come when the others have started.
    private func answers(at place: BootPlace, _ clock: Stopwatch) async throws -> [BootTestReport.Answer] {
        let end = min(clock.seconds + Double(limitSeconds), max(Double(limitSeconds), clock.seconds + wishSeconds))
        var found = place.proofs.map { BootTestReport.Answer(proof: $0, seconds: nil) }
        repeat {
            for number in found.indices where found[number].seconds == nil {
                if try await place.segment.answers(found[number].proof) { found[number].seconds = clock.seconds }
            }
            if found.allSatisfy({ $0.seconds != nil }) { break }
            try await Task.sleep(for: .milliseconds(300))
        } while clock.seconds < end
        return found
    }

    /// Asks for all wishes until each is answered, or their time is over.
    private func answers(_ machine: BootMachine, _ clock: Stopwatch) async throws -> [BootTestReport.Answer] {
        let end = clock.seconds + wishSeconds
        var found = wishes.map { BootTestReport.Answer(proof: $0.title, seconds: nil) }
        repeat {
            let log = machine.log
            for (number, wish) in wishes.enumerated() where found[number].seconds == nil {
                guard wish.holds(log: log, port: machine.ports[number + 1]) else { continue }
                found[number].seconds = clock.seconds
            }
            if found.allSatisfy({ $0.seconds != nil }) { break }
            try await Task.sleep(for: .milliseconds(300))
        } while clock.seconds < end
        return found
    }

    private func finish(_ machine: BootMachine, _ seconds: Double, proved: Bool, because: String?) async throws
        -> BootTestReport
    {
        let log = BootStage.withoutEscapes(machine.log)
        let picture = screenshot.flatMap { MachineMonitor.screenshot(to: $0, over: machine.monitorSocket) ? $0 : nil }
        try keep(log)
        let lines = log.split { $0.isNewline }.suffix(20).map { String($0) }
        return BootTestReport(
            proved: proved, proof: proof.title, stage: BootStage(log: log), seconds: seconds, because: because,
            lastLines: lines, screenshot: picture, firmware: firmware)
    }

    private func keep(_ log: String) throws {
        guard let consoleFile else { return }
        do { try Data(log.utf8).write(to: URL(fileURLWithPath: consoleFile)) } catch {
            throw Failure(
                "keep what the console said", on: consoleFile, because: "\(error)",
                next: "check its folder and its room")
        }
    }
}
