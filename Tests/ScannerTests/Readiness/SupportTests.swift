import Estate
import Testing

@testable import Scanner

/// A system that is called supported although nobody mends it any more is moved as it is, and stays as it is for years.
@Suite struct `Until when a system is supported` {
    private func support(_ family: String?, _ version: String?, _ title: String?, on day: String) throws -> Support {
        let profile = ServerProfile.plain.with {
            $0.system.family = family.map { .known($0) } ?? .unknown(because: "no file")
            $0.system.version = version.map { .known($0) } ?? .unknown(because: "no version")
            $0.system.prettyName = title.map { .known($0) } ?? .unknown(because: "no title")
        }
        return Support.of(profile, on: try #require(CivilDate(day)))
    }

    @Test(arguments: [
        ("debian", "12", "Debian 12", "2026-06-10", "to 2026-06-10"),
        ("debian", "12", "Debian 12", "2026-06-11", "LTS to 2028-06-30"),
        ("debian", "6.0.10", "Debian 6.0.10", "2026-11-30", "ended 2016-02-29"),
        ("ubuntu", "22.04", "Ubuntu 22.04.3 LTS", "2026-11-30", "to 2027-04-01"),
        ("ubuntu", "10.04", "Ubuntu 10.04", "2026-11-30", "ended 2015-04-30"),
        ("rhel", "5.11", "Red Hat Enterprise Linux", "2026-11-30", "ended 2020-11-30"),
        ("rhel", "7.9", "Red Hat Enterprise Linux", "2026-11-30", "ELS to 2028-06-30"),
        ("centos", "8", "CentOS Linux 8", "2023-01-01", "ended 2021-12-31"),
        ("centos", "8", "CentOS Stream 8", "2023-01-01", "to 2024-05-31"),
        ("sles", "12.5", "SLES 12 SP5", "2026-11-30", "LTSS to 2027-10-31"),
        ("sles", "15.0", "SLES 15", "2026-11-30", "ended 2022-12-31"),
        ("windows", "6.3", "Windows Server 2012 R2 Standard", "2026-11-30", "ended 2026-10-13"),
        ("windows", "10.0", "Windows Server 2019 Datacenter", "2026-11-30", "to 2029-01-09"),
        ("windows", "6.0", "Windows Server (R) 2008 Standard Service Pack 2", "2026-11-30", "ended 2023-01-10"),
    ])
    func `the table's last day still counts, and the longer term is called by its name`(
        family: String, version: String, title: String, day: String, words: String
    ) throws {
        let support = try support(family, version, title, on: day)
        #expect(support.words == words)
        #expect(support.source?.contains("gathered") == true)
    }

    /// `12.7` of SLES may not pass for `12`, nor a system of one's own for the one that it is made from.
    @Test(arguments: [
        ("debian", "99", "Debian"), ("debian", "bookworm/sid", "Debian"), ("debian", nil, "Debian"),
        ("sles", "12.7", "SLES"), ("ubuntu", "22", "Ubuntu"), ("gentoo", "2", "Gentoo"), (nil, nil, nil),
        ("centos", "8", nil), ("windows", "10.0", "Windows Server Standard"), ("windows", "10.0", nil),
        ("windows", "10.0", "Windows 10 Enterprise LTSC 2021"), ("rhel", "", "Red Hat"), ("rhel", "7b", "Red Hat"),
    ])
    func `what is not in the table is unknown, and never supported`(family: String?, version: String?, title: String?)
        throws
    {
        let support = try support(family, version, title, on: "1990-01-01")
        #expect(support.state == .unknown)
        #expect(support.because?.isEmpty == false)
    }

    @Test(arguments: SupportTable.all.map(\.id))
    func `each row of the table is read whole, and its longer term is longer`(id: String) throws {
        let product = try #require(SupportTable.all.first { $0.id == id })
        #expect(!product.rows.isEmpty && !product.source.isEmpty)
        #expect(Set(product.rows.map(\.version)).count == product.rows.count)
        for row in product.rows {
            #expect(row.extended.map { $0.days > row.ends.days } ?? true, "\(row.version)")
            #expect(row.extended == nil || product.longTerm != nil, "\(row.version)")
        }
    }

    @Test func `a row that is not a version and dates is none`() {
        #expect(SupportTable.Row("12 2026-13-01") == nil)
        #expect(SupportTable.Row("2026-01-01") == nil)
        #expect(SupportTable.Row("2012 R2 2023-10-10 2026-10-13")?.version == "2012 R2")
        #expect(SupportTable.all.map(\.rows.count).reduce(0, +) == 143)
    }
}
