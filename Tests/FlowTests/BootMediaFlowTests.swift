import Estate
import Foundation
import Shell
import Testing

/// Real boot media in a real (emulated) machine: built, started by both firmwares, its disk copied and compared.
/// If these fail, a Windows or a broken server cannot be converted at all.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct BootMediaFlowTests {
    @Test(.timeLimit(.minutes(6)), arguments: MediaMachine.Firmware.allCases)
    func `a machine started from the media has its disk copied, and cannot write to it`(
        firmware: MediaMachine.Firmware
    ) async throws {
        let machine = try await MediaMachine(firmware)
        defer { machine.remove() }
        try await machine.whileRunning {
            try await machine.waitUntilReady()
            try await machine.expectKnownHostKey()
            try await machine.copyDisk()
            let write = try await machine.onMachine("dd if=/dev/zero of=/dev/sda bs=512 count=1")
            #expect(write.status != 0)
            #expect(write.standardError.contains("not permitted"))
        }
        #expect(try machine.bytes("copy.raw") == machine.bytes("disk.img"))
    }

    @Test(.timeLimit(.minutes(2))) func `a client that expects another host key is refused`() async throws {
        let machine = try await MediaMachine(.bios)
        let other = try await MediaMachine(.bios)
        defer { [machine, other].forEach { $0.remove() } }
        try machine.takeKnownHosts(of: other)
        try await machine.whileRunning {
            try await machine.waitUntilReady()
            let answer = try await machine.onMachine("true")
            #expect(answer.status == 255)
            #expect(answer.standardError.contains("Host key verification failed"))
        }
    }
}
