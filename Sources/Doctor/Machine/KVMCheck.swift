internal import Glibc

/// Whether this machine can run the appliance (and a lab's guests) with hardware help.
package struct KVMCheck: Check {
    private let device: String

    package init(device: String = "/dev/kvm") {
        self.device = device
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
        return [
            version == 12
                ? Finding(.machine, .ok, "KVM", "\(device) answers")
                : Finding(
                    .machine, .warning, "KVM", "\(device) answers version \(version): \(slow)",
                    hint: "set LIBGUESTFS_BACKEND_SETTINGS=force_tcg")
        ]
    }
}
