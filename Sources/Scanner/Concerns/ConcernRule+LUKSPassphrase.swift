internal import Estate

extension ConcernRule {
    /// LUKS that is open now, and that nothing but a person opens.
    static let luksPassphrase = ConcernRule(
        id: "luks-passphrase", severity: .warning,
        matters: "the VM waits at its console for a passphrase when it boots, and the conversion's proof waits with it",
        advice: "have somebody at the VM's console when it boots, or add a key that the VM can reach"
    ) { profile in
        guard let storage = profile.storage, let entries = storage.crypttab.value, let tokens = storage.luksTokens.value
        else { return [] }
        let open = Set(profile.allVolumes.filter { $0.kind == "crypt" }.compactMap(\.parent))
        return profile.allVolumes.filter { volume in
            let entry = entries.first {
                $0.resolved == volume.device || $0.source == volume.device || $0.source == "UUID=\(volume.uuid ?? "?")"
            }
            return volume.content == "crypto_LUKS" && open.contains(volume.device)
                && tokens[volume.device] ?? [] == [] && ["none", "-", ""].contains(entry?.keyFile ?? "none")
        }.map { "\($0.device) is opened by a passphrase" }
    }
}
