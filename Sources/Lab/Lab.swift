internal import Foundation

/// # Lab: a pool on one machine
///
/// Real parts in namespaces of their own; nothing of it touches the machine's own network, and nothing can leave it.
///
/// ```
///               ┌────────── switch: bridge br0, 10.77.0.0/24 ──────────┐
///   mgmt .1     nfs1 .2          hosta .11        hostb .12        dns01 .53
///   console     nfs-ganesha      libvirtd, TLS    libvirtd, TLS    a "physical" server: QEMU with its own
///   (p2v runs   exports /sr      QEMU 10 (TCG)    QEMU 10 (TCG)    disk, e1000 and AHCI, Debian 12, sshd,
///    here)                                                         dnsmasq
/// ```
///
/// All state is below the cache folder: `state/` while the lab is up, `images/` and `qemu/` for the next time.
public struct Lab: Sendable {
    let layout: LabLayout
    let settings: LabSettings

    public init(cache: String, name: String = "p2v", settings: LabSettings = LabSettings()) {
        layout = LabLayout(cache: cache, name: name)
        self.settings = settings
    }
}

/// What the operator may choose.
public struct LabSettings: Sendable, Hashable {
    /// Rate of each host's link, as `tc` writes it; nil for as fast as it goes.
    public var rate: String?
    /// Leave the physical server out.
    public var withoutServer: Bool

    public init(rate: String? = nil, withoutServer: Bool = false) {
        self.rate = rate
        self.withoutServer = withoutServer
    }
}

/// One part of the lab that runs in a network namespace.
public enum LabNode: String, Sendable, Hashable, Codable, CaseIterable {
    case mgmt, nfs1, hosta, hostb, dns01

    public var address: String {
        switch self {
        case .mgmt: "10.77.0.1"
        case .nfs1: "10.77.0.2"
        case .hosta: "10.77.0.11"
        case .hostb: "10.77.0.12"
        case .dns01: "10.77.0.53"
        }
    }

    static let hosts: [LabNode] = [.hosta, .hostb]

    /// What all of them call each other.
    static let hostsFile =
        "127.0.0.1 localhost\n"
        + allCases.map { "\($0.address) \($0.rawValue).lab.test \($0.rawValue)\n" }.joined()
}
