import Estate
import Testing

@testable import Scanner

/// A concern that is missed costs a failed conversion; one that is raised for nothing costs trust in all others.
@Suite struct ConcernTests {
    @Test(arguments: ConcernCase.all)
    func `a concern is raised when its cause is there`(_ example: ConcernCase) {
        #expect(ConcernRule.concerns(of: example.raises).contains { $0.id == example.id })
    }

    @Test(arguments: ConcernCase.all)
    func `a concern is not raised by what only looks like its cause`(_ example: ConcernCase) {
        #expect(!ConcernRule.concerns(of: example.doesNot).contains { $0.id == example.id })
    }

    /// A rule without a case could break unseen.
    @Test func `every rule has an example`() {
        #expect(Set(ConcernRule.all.map(\.id)) == Set(ConcernCase.all.map(\.id)))
        #expect(Set(ConcernRule.all.map(\.id)).count == ConcernRule.all.count)
    }

    @Test func `a plain server raises nothing`() {
        #expect(ConcernRule.concerns(of: .plain) == [])
    }

    /// A failed probe must not look like a fact.
    @Test func `a server of which nothing is known raises the missing rights and the missing cards alone`() {
        let answers = Answers(rights: "user", kernel: "Linux")
        let profile = ProfileBuilder(
            answers: answers, address: "ssh://a", host: "a", now: Moment(seconds: 0)
        ).profile()
        #expect(ConcernRule.concerns(of: profile).map(\.id) == ["network-unknown", "scan-without-root"])
    }

    @Test func `concerns come with the most severe first`() {
        let profile = ServerProfile.plain.withMount("/", type: "zfs", free: 1).with {
            $0.boot.secureBoot = .known(true)
        }
        let severities = ConcernRule.concerns(of: profile).map(\.severity)
        #expect(severities == [.critical, .warning, .information])
    }

    @Test func `two servers with one machine id are both doubted`() {
        let twin = ServerProfile.plain.with {
            $0.name = "dns02"
            $0.address = "ssh://root@10.77.0.54"
            $0.identity.hostKeyFingerprint = .known("SHA256:two")
            $0.identity.dmiUUID = .unknown(because: "no DMI")
        }
        let found = FleetConcerns.concerns(of: twin, among: [.plain])
        #expect(found.map(\.id) == ["duplicate-machine-id"])
        #expect(found.first?.seen.contains("dns01") == true)
        #expect(FleetConcerns.concerns(of: .plain, among: [.plain]).isEmpty)
    }
}
