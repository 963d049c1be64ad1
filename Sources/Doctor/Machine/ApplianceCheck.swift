internal import Foundation

/// libguestfs can build its appliance: its parts, and a kernel that it may read.
package struct ApplianceCheck: Check {
    private let root: String

    /// - Parameter root: of the machine; tests give another.
    package init(root: String = "") {
        self.root = root
    }

    package func findings() async -> [Finding] {
        let parts = ["/usr/lib/x86_64-linux-gnu/guestfs/supermin.d", "/usr/lib64/guestfs/supermin.d"]
        guard parts.contains(where: { FileManager.default.fileExists(atPath: root + $0) }) else {
            return [
                Finding(
                    .machine, .problem, "appliance", "libguestfs' appliance is not installed",
                    hint: "apt-get install libguestfs0 linux-image-amd64")
            ]
        }
        let boot = (try? FileManager.default.contentsOfDirectory(atPath: root + "/boot")) ?? []
        let kernels = boot.filter { $0.hasPrefix("vmlinuz-") }.sorted()
        let usable = kernels.filter { kernel in
            let version = kernel.dropFirst("vmlinuz-".count)
            return FileManager.default.isReadableFile(atPath: "\(root)/boot/\(kernel)")
                && FileManager.default.fileExists(atPath: "\(root)/lib/modules/\(version)/modules.dep")
        }
        guard let kernel = usable.last else {
            return [
                Finding(
                    .machine, .problem, "appliance",
                    kernels.isEmpty ? "there is no kernel in /boot" : "no kernel of /boot can be read with its modules",
                    hint: kernels.isEmpty
                        ? "apt-get install linux-image-amd64" : "chmod +r /boot/vmlinuz-*, or run p2v as root")
            ]
        }
        return [Finding(.machine, .ok, "appliance", "can be built with \(kernel)")]
    }
}
