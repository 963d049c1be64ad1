import Shell
import Testing

@testable import SourceControl

/// If these fail, another disk is copied, or a server is powered off that has worked on since its last pass.
@Suite struct `What runs on the server` {
    @Test func `reads disks in bytes, with serial and world-wide name`() {
        let disks = SourceDisk.parse("sda\t3145728\tQM00001 \t0x5000\nsdb\t2048\t\t\n")
        #expect(disks["/dev/sda"] == SourceDisk(bytes: 1_610_612_736, names: ["QM00001", "0x5000"]))
        #expect(disks["/dev/sdb"] == SourceDisk(bytes: 1_048_576, names: []))
    }

    @Test func `leaves out what has no size, or one that no disk has`() {
        #expect(SourceDisk.parse("sdz\t\t\t\ngarbage\nsdy\t18446744073709551615\t\t\n").isEmpty)
    }

    @Test func `tells another disk behind the same name`() {
        let disk = SourceDisk(bytes: 1, names: ["QM00001"])
        #expect(disk.isKnown(as: "QM00001"))
        #expect(disk.isKnown(as: nil))
        #expect(!disk.isKnown(as: "QM00002"))
        #expect(SourceDisk(bytes: 1, names: []).isKnown(as: "QM00002"))
    }

    @Test func `knows no services, which is not the same as none, without a list of them`() throws {
        let without = try SourceScripts.condition("boot abc\n", of: "x")
        #expect(without == SourceCondition(bootID: "abc", activeUnits: nil, mark: nil))
        let with = try SourceScripts.condition("boot abc\nmark 1-2\nunits\nunit a.service\n", of: "x")
        #expect(with == SourceCondition(bootID: "abc", activeUnits: ["a.service"], mark: "1-2"))
        #expect(try SourceScripts.condition("boot abc\nunits\n", of: "x").activeUnits == [])
        #expect(throws: (any Error).self) { try SourceScripts.condition("units\n", of: "x") }
    }

    /// The order is tried in a shell, with the trigger out of reach: another boot id must stop it before.
    @Test func `refuses to power off a server that was started anew`() async throws {
        let script = SourceScripts.powerOff(expecting: StoppedSource(bootID: "another", units: []))
        let output = try await Shell.run(Command(["sh", "-s"], input: Array(script.utf8)))
        #expect(output.status == SourceScripts.notAsExpected)
        #expect(output.standardError.contains("started anew"))
    }

    /// A sudo may allow one command and not the other: the order asks for what it needs, and the scan asked for the same.
    @Test func `asks sudo for the shell that it needs, and for nothing else`() {
        let script = SourceScripts.powerOff(expecting: StoppedSource(bootID: "b", units: []))
        #expect(script.contains("else sudo -n /bin/sh -c '"))
        #expect(script.ranges(of: "sudo").count == 1)
    }

    @Test func `asks for every stopped unit, as one word, before the order`() throws {
        let script = SourceScripts.powerOff(expecting: StoppedSource(bootID: "b", units: ["a b.service", "c.service"]))
        let lines = script.split(separator: "\n").map(String.init)
        let trigger = try #require(lines.firstIndex { $0.contains("sysrq-trigger) <") })
        for unit in ["'a b.service'", "'c.service'"] {
            #expect(try #require(lines.firstIndex { $0.contains("is-active \(unit)") }) < trigger)
        }
    }
}
