internal import Estate

extension ConcernRule {
    /// 3D controllers and accelerators, and an NVIDIA display card whose driver is loaded.
    static let gpu = ConcernRule(
        id: "gpu", severity: .critical,
        matters: "the VM cannot use this card, and programs that compute on it will fail",
        advice: "leave the server physical, or plan a host with pass-through"
    ) { profile in
        let compute = profile.pci("0302") + profile.pci("1200")
        let nvidia = profile.pci("0300").filter { $0.contains(" 10de:") }
        let loaded = profile.hardware.modules.value?.contains("nvidia") ?? false
        return compute.map { "card \($0)" } + (loaded ? nvidia.map { "card \($0), with its driver loaded" } : [])
    }
}
