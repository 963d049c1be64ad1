internal import Glibc

/// Whether this machine can run the appliance (and a lab's guests) with hardware help.
package struct KVMCheck: Check {
    private let device: String
    private let trial: KVMTrial

    package init(device: String = "/dev/kvm", trial: KVMTrial = KVMTrial()) {
        self.device = device
        self.trial = trial
    }

    package func findings() async -> [Finding] {
        let slow = "software emulation is used here, which is several times slower"
        guard access(device, F_OK) == 0 else {
            return [
                Finding(
                    .machine, .warning, "KVM", "\(device) is not there: \(slow)",
                    hint: "turn on virtualisation in the firmware, or nested virtualisation of the VM p2v runs in")
            ]
        }
        let descriptor = open(device, O_RDWR)
        guard descriptor >= 0 else {
            return [
                Finding(
                    .machine, .warning, "KVM", "this user may not open \(device): \(slow)",
                    hint: "add the user to the group kvm")
            ]
        }
        defer { close(descriptor) }
        // KVM_GET_API_VERSION (linux/kvm.h); the answer has been 12 since Linux 2.6.22.
        let version = ioctl(descriptor, 0xAE00, 0)
        guard version == 12 else {
            return [Finding(.machine, .warning, "KVM", "\(device) answers version \(version): \(slow)")]
        }
        return [await tried(slow)]
    }

    /// A device that answers is no guest that runs: within some virtual machines it hangs with the first kernel.
    private func tried(_ slow: String) async -> Finding {
        switch await trial.run() {
        case .started(let kernel):
            Finding(.machine, .ok, "KVM", "\(kernel) has started with it", hint: "say P2V_KVM=1, and p2v uses it")
        case .failed(let why):
            Finding(
                .machine, .warning, "KVM", "\(device) answers, but no guest starts with it (\(why)): \(slow)",
                hint: "leave P2V_KVM unset; a lab on this machine needs --accel tcg, as it comes")
        case .untried(let why):
            Finding(
                .machine, .warning, "KVM", "\(device) answers; whether a guest starts with it is not known: \(why)",
                hint: "leave P2V_KVM unset until a guest has started")
        }
    }
}
