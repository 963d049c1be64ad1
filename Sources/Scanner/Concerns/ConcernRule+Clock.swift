internal import Estate

extension ConcernRule {
    /// A clock that is more than a minute off.
    static let clock = ConcernRule(
        id: "clock-skew", severity: .warning,
        matters: "logs, certificates and Kerberos of the VM will disagree with the rest of the estate",
        advice: "set the server's clock by NTP before the conversion"
    ) { profile in
        guard let skew = profile.system.clockSkewSeconds.value, skew.magnitude > 60 else { return [] }
        return ["the clock is \(text(min(skew.magnitude, 1e12))) \(skew > 0 ? "ahead" : "behind")"]
    }

    private static func text(_ seconds: Double) -> String {
        switch seconds {
        case ..<7200: "\(Int(seconds)) s"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(seconds / 86_400)) days"
        }
    }
}
