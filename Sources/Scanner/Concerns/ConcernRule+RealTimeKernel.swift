internal import Estate

extension ConcernRule {
    /// A kernel that promises answers in time: `5.10.0-8-rt-amd64`, `4.18.0-80.rt9.138.el8.x86_64`.
    static let realTimeKernel = ConcernRule(
        id: "real-time-kernel", severity: .warning,
        matters: "a VM answers when its host lets it: times that the program was promised are not kept",
        advice: "leave the server physical, or give it a host with processors of its own and measure before the outage"
    ) { profile in
        guard let kernel = profile.system.kernel.value else { return [] }
        let parts = kernel.split { !$0.isLetter && !$0.isNumber }
        let isRealTime = parts.contains { part in
            part == "rt" || part.hasPrefix("rt") && part.dropFirst(2).allSatisfy(\.isNumber)
        }
        return isRealTime ? ["the kernel \(kernel) is one for real time"] : []
    }
}
