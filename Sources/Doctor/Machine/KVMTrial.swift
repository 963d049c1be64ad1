internal import Foundation
internal import Shell

/// Starts this machine's own kernel with KVM, without disks and without a network, and looks whether it speaks.
package struct KVMTrial: Sendable {
    package enum Answer: Sendable, Hashable {
        case started(kernel: String)
        case failed(String)
        case untried(String)
    }

    /// Ends with what was started, or why not; a test gives another.
    package var run: @Sendable () async -> Answer

    package init(run: @escaping @Sendable () async -> Answer) { self.run = run }

    /// The real one.
    package init() { run = { await Self.start() } }

    /// A kernel that works has spoken after one second or two.
    private static let seconds = 6

    private static func start() async -> Answer {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/boot")) ?? []
        let kernels = names.filter { $0.hasPrefix("vmlinuz-") }.sorted().map { "/boot/" + $0 }
        guard let kernel = kernels.last(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
            return .untried("there is no kernel in /boot that this user may read")
        }
        do {
            let output = try await Shell.run(Command(words(kernel)))
            if output.text.contains("Linux version") { return .started(kernel: kernel) }
            // timeout(1): 124 says that it ended the guest.
            guard output.status != 124 else { return .failed("\(kernel) said nothing within \(seconds) s") }
            let said = output.standardError.split(separator: "\n").first.map(String.init)
            return .failed(said ?? "QEMU ended with \(output.status)")
        } catch {
            return .untried("qemu-system-x86_64 cannot be run")
        }
    }

    private static func words(_ kernel: String) -> [String] {
        [
            "timeout", "--kill-after=1", String(seconds), "qemu-system-x86_64", "-accel", "kvm", "-cpu", "host", "-m",
            "256", "-nodefaults", "-display", "none", "-monitor", "none", "-serial", "stdio", "-no-reboot", "-kernel",
            kernel, "-append", "console=ttyS0 earlyprintk=ttyS0 panic=-1",
        ]
    }
}
