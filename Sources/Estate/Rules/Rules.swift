/// What the servers of a plan must and must not do together. Each kind is a type of its own with a checker of its own.
/// An absent kind is an empty one, so that a rules file says only what matters.
public struct Rules: Sendable, Hashable, Codable {
    public var apart: [Apart]?
    public var together: [Together]?
    public var pinned: [Pinned]?
    public var banned: [Banned]?
    public var atMost: [AtMost]?
    public var licences: [LicenceGroup]?
    public var needs: [Needs]?
    /// What hosts offer to `needs`.
    public var hostFeatures: [HostFeatures]?
    public var sameWave: [SameWave]?
    public var leaveOut: [LeaveOut]?

    public init(
        apart: [Apart]? = nil, together: [Together]? = nil, pinned: [Pinned]? = nil, banned: [Banned]? = nil,
        atMost: [AtMost]? = nil, licences: [LicenceGroup]? = nil, needs: [Needs]? = nil,
        hostFeatures: [HostFeatures]? = nil, sameWave: [SameWave]? = nil, leaveOut: [LeaveOut]? = nil
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
    }
}
