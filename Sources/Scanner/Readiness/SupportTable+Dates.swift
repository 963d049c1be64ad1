/// Dates are facts of the makers, as their lifecycle pages state them and endoflife.date (MIT licence) collects them. Where
/// a maker names a month only, its day is the earliest that it can mean.
extension SupportTable {
    static let all: [Product] = [
        debian, ubuntu, rhel, centos, centosStream, rocky, alma, oracle, scientific, fedora, amazon, sles, suseDesktop,
        opensuse, leap, windowsServer, windows,
    ]

    private static let debian = Product(
        "debian", parts: 1, longTerm: "LTS", source: "Debian: DebianReleases, LTS",
        """
        4 2010-02-15
        5 2012-02-06
        6 2014-05-31 2016-02-29
        7 2016-04-25 2018-05-31
        8 2018-06-17 2020-06-30
        9 2020-07-18 2022-06-30
        10 2022-09-10 2024-06-30
        11 2024-08-14 2026-08-31
        12 2026-06-10 2028-06-30
        13 2028-08-09 2030-06-30
        """)

    private static let ubuntu = Product(
        "ubuntu", parts: 2, longTerm: "ESM", source: "Canonical: Ubuntu release cycle",
        """
        8.04 2013-05-09
        10.04 2015-04-30
        12.04 2017-04-28 2019-04-26
        14.04 2019-04-02 2024-04-02
        16.04 2021-04-02 2026-04-02
        16.10 2017-07-20
        17.04 2018-01-13
        17.10 2018-07-19
        18.04 2023-05-31 2028-04-01
        18.10 2019-07-18
        19.04 2020-01-23
        19.10 2020-07-06
        20.04 2025-05-31 2030-04-02
        20.10 2021-07-22
        21.04 2022-01-20
        21.10 2022-07-14
        22.04 2027-04-01 2032-04-09
        22.10 2023-07-20
        23.04 2024-01-20
        23.10 2024-07-12
        24.04 2029-05-31 2034-04-25
        24.10 2025-07-10
        25.04 2026-01-17
        25.10 2026-07-01
        26.04 2031-04-30 2036-04-30
        """)

    private static let rhel = Product(
        "rhel", parts: 1, longTerm: "ELS", source: "Red Hat Enterprise Linux Life Cycle",
        """
        4 2012-02-29 2017-03-31
        5 2017-03-31 2020-11-30
        6 2020-11-30 2024-06-30
        7 2024-06-30 2028-06-30
        8 2029-05-31 2032-05-31
        9 2032-05-31 2035-05-31
        10 2035-05-31 2038-05-31
        """)

    private static let centos = Product(
        "centos", parts: 1, source: "CentOS: end dates",
        """
        4 2012-02-29
        5 2017-03-31
        6 2020-11-30
        7 2024-06-30
        8 2021-12-31
        """)

    private static let centosStream = Product(
        "centos-stream", parts: 1, source: "CentOS: end dates",
        """
        8 2024-05-31
        9 2027-05-31
        10 2030-01-01
        """)

    private static let rocky = Product(
        "rocky", parts: 1, source: "Rocky Linux: release and version guide",
        """
        8 2029-05-31
        9 2032-05-31
        10 2035-05-31
        """)

    private static let alma = Product(
        "almalinux", parts: 1, source: "AlmaLinux: release notes",
        """
        8 2029-03-01
        9 2032-05-31
        10 2035-05-31
        """)

    private static let oracle = Product(
        "ol", parts: 1, longTerm: "Extended Support", source: "Oracle Lifetime Support Policy",
        """
        6 2021-03-01 2024-12-01
        7 2024-12-01 2026-06-01
        8 2029-07-01 2031-07-01
        9 2032-06-30 2034-06-30
        """)

    private static let scientific = Product(
        "scientific", parts: 1, source: "Scientific Linux: life cycle",
        """
        5 2017-03-31
        6 2020-11-30
        7 2024-06-30
        """)

    private static let fedora = Product(
        "fedora", parts: 1, source: "Fedora: release life cycle",
        """
        30 2020-05-26
        31 2020-11-24
        32 2021-05-25
        33 2021-11-30
        34 2022-06-07
        35 2022-12-13
        36 2023-05-16
        37 2023-12-05
        38 2024-05-21
        39 2024-11-26
        40 2025-05-13
        41 2025-12-15
        42 2026-05-13
        43 2026-12-09
        """)

    private static let amazon = Product(
        "amzn", parts: 2, source: "Amazon Linux: release notes",
        """
        2018.03 2023-12-31
        2 2026-06-30
        2023 2028-03-15
        """)

    private static let servicePacks = """
        10 2007-12-31
        10.1 2008-11-30 2010-12-31
        10.2 2010-04-11 2013-04-10
        10.3 2011-10-11 2014-10-31
        10.4 2013-07-31 2016-07-30
        11 2010-12-31
        11.1 2012-08-31 2015-08-30
        11.2 2014-01-31 2017-01-30
        11.3 2016-01-31 2019-01-30
        11.4 2019-03-31 2022-03-31
        12 2016-06-30 2019-07-01
        12.1 2017-05-31 2020-05-31
        12.2 2018-03-31 2021-03-31
        12.3 2019-06-30 2022-06-30
        12.4 2020-06-30 2023-06-30
        12.5 2024-10-31 2027-10-31
        15 2019-12-31 2022-12-31
        15.1 2021-01-31 2024-01-31
        15.2 2021-12-31 2024-12-31
        15.3 2022-12-31 2025-12-31
        15.4 2023-12-31 2026-12-31
        15.5 2024-12-31 2027-12-31
        15.6 2025-12-31 2028-12-31
        15.7 2031-07-31 2034-07-31
        """

    private static let sles = Product(
        "sles", parts: 2, longTerm: "LTSS", source: "SUSE Product Support Lifecycle", servicePacks)

    /// The desktop has no longer term: its first dates are the server's.
    private static let suseDesktop = Product(
        "sled", parts: 2, source: "SUSE Product Support Lifecycle",
        """
        12.5 2024-10-31
        15.4 2023-12-31
        15.5 2024-12-31
        15.6 2025-12-31
        15.7 2031-07-31
        """)

    private static let opensuse = Product(
        "opensuse", parts: 2, source: "openSUSE: Lifetime",
        """
        11.4 2012-11-05
        12.1 2013-05-15
        12.2 2014-01-15
        12.3 2015-01-29
        13.1 2016-02-03
        13.2 2017-01-17
        """)

    private static let leap = Product(
        "opensuse-leap", parts: 2, source: "openSUSE: Lifetime",
        """
        42.1 2017-05-17
        42.2 2018-01-26
        42.3 2019-07-01
        15 2019-12-03
        15.1 2021-02-02
        15.2 2022-01-04
        15.3 2022-12-31
        15.4 2023-12-07
        15.5 2024-12-31
        15.6 2026-04-30
        16 2027-10-31
        """)

    private static let windowsServer = Product(
        "windows-server", parts: 1, longTerm: "ESU", source: "Microsoft Lifecycle Policy",
        """
        2000 2010-07-13
        2003 2015-07-14
        2003 R2 2015-07-14
        2008 2020-01-14 2023-01-10
        2008 R2 2020-01-14 2023-01-10
        2012 2023-10-10 2026-10-13
        2012 R2 2023-10-10 2026-10-13
        2016 2027-01-12 2030-01-12
        2019 2029-01-09
        2022 2031-10-14
        2025 2034-10-10
        """)

    private static let windows = Product(
        "windows", parts: 2, source: "Microsoft Lifecycle Policy",
        """
        XP 2014-04-08
        Vista 2017-04-11
        7 2020-01-14
        8 2016-01-12
        8.1 2023-01-10
        10 2025-10-14
        """)
}
