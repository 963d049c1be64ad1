import Foundation
import Testing

@testable import Doctor

/// What a user loses if these fail: an evening, since a KVM that hangs with the first guest was called good.
@Suite struct `KVM` {
    private func finding(_ answer: KVMTrial.Answer, _ device: String = "/dev/kvm") async -> Finding? {
        await KVMCheck(device: device, trial: KVMTrial { answer }).findings().first
    }

    @Test func `is good once a guest has started with it, and not before`() async throws {
        guard access("/dev/kvm", R_OK | W_OK) == 0 else { return }
        let good = await finding(.started(kernel: "/boot/vmlinuz-6.1"))
        #expect(good?.level == .ok && good?.hint?.contains("P2V_KVM=1") == true)
        let hanging = await finding(.failed("it said nothing within 6 s"))
        #expect(hanging?.level == .warning && hanging?.seen.contains("no guest starts") == true)
        let unknown = await finding(.untried("no kernel"))
        #expect(unknown?.level == .warning && unknown?.seen.contains("not known") == true)
    }

    @Test func `is emulated where there is none`() async {
        let finding = await finding(.started(kernel: "x"), "/nonexistent/kvm")
        #expect(finding?.level == .warning && finding?.seen.contains("not there") == true)
    }
}
