internal import Estate

extension ConcernRule {
    /// Volumes that only the old machine's TPM, or a recovery key, opens.
    static let windowsBitLocker = ConcernRule(
        id: "windows-bitlocker", severity: .critical,
        matters:
            "the keys are sealed to the old machine's TPM: the copy asks for the recovery key and cannot be adapted",
        advice: "on the server: manage-bde -off DRIVE:, wait until it is decrypted, and take the image again"
    ) { profile in
        (profile.windows?.bitLockerVolumes ?? []).map { "\($0) is encrypted" }
    }
}
