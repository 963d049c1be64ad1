internal import Estate

extension ConcernRule {
    /// LUKS that a TPM, a token or a Tang server opens.
    static let encryptedByTPM = ConcernRule(
        id: "luks-bound-to-hardware", severity: .critical,
        matters: "the VM has another TPM or none, and the disk will not open",
        advice: "add a passphrase with cryptsetup luksAddKey before the conversion"
    ) { profile in
        let bound: Set<String> = ["clevis", "systemd-tpm2", "systemd-fido2", "systemd-pkcs11"]
        return profile.storage?.luksTokens.value?.sorted { $0.key < $1.key }.compactMap { device, tokens in
            let found = tokens.filter(bound.contains)
            return found.isEmpty ? nil : "\(device) unlocks by \(found.joined(separator: ", "))"
        } ?? []
    }
}
