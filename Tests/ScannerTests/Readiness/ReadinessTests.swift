import Estate
import Testing

@testable import Scanner

/// A server that is called ready is moved. What stops it must show before its window, and what was not seen may stop it.
@Suite struct `Whether a server is ready` {
    private let supported = Support(state: .supported, ends: "2028-06-30")

    private func readiness(_ profile: ServerProfile) -> Readiness {
        Readiness.of(profile.with { $0.concerns = ConcernRule.concerns(of: profile) }, supported)
    }

    @Test func `a plain server of a supported system is ready`() {
        #expect(readiness(.plain) == Readiness(verdict: .ready, reasons: []))
    }

    @Test(arguments: ConcernCase.all)
    func `a critical concern stops a server, and a warning is a condition`(_ example: ConcernCase) throws {
        let concern = try #require(ConcernRule.concerns(of: example.raises).first { $0.id == example.id })
        let found = readiness(example.raises)
        switch concern.severity {
        case .critical: #expect(found.verdict == (concern.id == "network-unknown" ? .unknown : .notReady))
        case .warning: #expect(found.verdict != .ready)
        case .information: break
        }
        if concern.severity > .information {
            #expect(found.reasons.contains { $0.hasPrefix(concern.id) })
        }
    }

    private static let why = "no tool"

    static let losses: [(String, @Sendable (inout ServerProfile) -> Void)] = [
        ("its system", { $0.system.family = .unknown(because: why) }),
        ("its architecture", { $0.system.architecture = .unknown(because: why) }),
        ("its firmware", { $0.boot.firmware = .unknown(because: why) }),
        ("its processors", { $0.hardware.processor = .unknown(because: why) }),
        ("its memory", { $0.hardware.memoryBytes = .unknown(because: why) }),
        ("its disks", { $0.disks = .unknown(because: why) }),
        ("what is mounted", { $0.mounts = .unknown(because: why) }),
        ("its devices", { $0.hardware.devices = .unknown(because: why) }),
        ("its modules", { $0.hardware.modules = .unknown(because: why) }),
        ("its kernels", { $0.boot.kernels = .unknown(because: why) }),
        ("its cards", { $0.interfaces = .unknown(because: why) }),
        ("how its disks are encrypted", { $0.storage?.luksTokens = .unknown(because: why) }),
        ("how its disks are encrypted", { $0.storage = nil }), ("scan-without-root", { $0.rights = "user" }),
    ]

    @Test(arguments: losses.indices)
    func `a fact that decides and is not known makes the server unknown, with the fact`(at: Int) {
        let (name, lose) = Self.losses[at]
        let found = readiness(ServerProfile.plain.with(lose))
        #expect(found.verdict == .unknown)
        #expect(found.reasons.contains { $0.hasPrefix(name) }, "\(found.reasons)")
    }

    @Test func `what is known to stop a server outranks what is not known, and both are told`() {
        let found = readiness(
            ServerProfile.plain.withModules("st").with { $0.boot.firmware = .unknown(because: "not root") })
        #expect(found.verdict == .notReady)
        #expect(found.reasons.first?.hasPrefix("tape") == true)
        #expect(found.reasons.last == "its firmware is not known: not root")
    }

    @Test func `a server without a disk that can be copied is not ready`() {
        #expect(readiness(ServerProfile.plain.with { $0.disks = .known([]) }).verdict == .notReady)
        #expect(readiness(ServerProfile.plain.withDisk { $0.transport = "usb" }).verdict == .notReady)
        #expect(readiness(ServerProfile.plain.withDisk { $0.bytes = 0 }).verdict == .notReady)
    }

    @Test(arguments: [
        Support(state: .extended, ends: "2024-06-30", extendedEnds: "2028-06-30", extendedName: "ELS"),
        Support(state: .ended, ends: "2017-03-31"), Support(state: .unknown, because: "no dates"),
    ])
    func `a system that is not known to be supported is a condition`(support: Support) {
        let found = Readiness.of(.plain, support)
        #expect(found.verdict == .conditions)
        #expect(found.reasons.count == 1)
    }

    @Test func `a Windows is not asked for what only a Linux has`() {
        let windows = ServerProfile.plain.with {
            $0.windows = .plain
            ($0.storage, $0.boot.kernels) = (nil, .unknown(because: "Windows"))
            $0.hardware.devices = .unknown(because: "it is switched off")
        }
        #expect(Readiness.of(windows, supported).verdict == .ready)
    }
}
