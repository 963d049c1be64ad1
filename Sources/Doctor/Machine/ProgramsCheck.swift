internal import Foundation

/// The programs that p2v runs are installed.
package struct ProgramsCheck: Check {
    /// Each program with the Debian package that brings it.
    package static let needed = [
        (program: "ssh", package: "openssh-client"), (program: "qemu-img", package: "qemu-utils"),
        (program: "qemu-system-x86_64", package: "qemu-system-x86"), (program: "openssl", package: "openssl"),
    ]

    private let path: String

    /// - Parameter path: where to look, as PATH.
    package init(path: String) {
        self.path = path
    }

    package func findings() async -> [Finding] {
        Self.needed.map { needed in
            let place = path.split(separator: ":").map { "\($0)/\(needed.program)" }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
            guard let place else {
                return Finding(
                    .machine, .problem, needed.program, "is not installed",
                    hint: "apt-get install \(needed.package)")
            }
            return Finding(.machine, .ok, needed.program, place)
        }
    }
}
