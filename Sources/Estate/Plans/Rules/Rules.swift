/// What the servers of a plan must and must not do together. Each kind is a type of its own with a checker of its own.
/// An absent kind is an empty one, so that a rules file says only what matters.
package struct Rules: Sendable, Hashable, Codable {
    package var apart: [Apart]?
    package var together: [Together]?
    package var pinned: [Pinned]?
    package var banned: [Banned]?
    package var atMost: [AtMost]?
    package var licences: [LicenceGroup]?
    package var needs: [Needs]?
    /// What hosts offer to `needs`.
    package var hostFeatures: [HostFeatures]?
    package var sameWave: [SameWave]?
    package var leaveOut: [LeaveOut]?
    package var owners: [Owner]?

    package init(
        apart: [Apart]? = nil, together: [Together]? = nil, pinned: [Pinned]? = nil, banned: [Banned]? = nil,
        atMost: [AtMost]? = nil, licences: [LicenceGroup]? = nil, needs: [Needs]? = nil,
        hostFeatures: [HostFeatures]? = nil, sameWave: [SameWave]? = nil, leaveOut: [LeaveOut]? = nil,
        owners: [Owner]? = nil
    ) {
        self.apart = apart
        self.together = together
        self.pinned = pinned
        self.banned = banned
        self.atMost = atMost
        self.licences = licences
        self.needs = needs
        self.hostFeatures = hostFeatures
        self.sameWave = sameWave
        self.leaveOut = leaveOut
        self.owners = owners
    }
}
