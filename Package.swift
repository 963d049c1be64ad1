// swift-tools-version: 6.2
import PackageDescription

// The manifest is the architecture page: one MARK a layer, one sentence a target.
// A layer knows the layers above it in this file, never those below it. "The rooms of the house" in the documentation says
// which room has which behaviour.
//
//   faces       p2v: Commands   Console   Serving   Lab                 p2v-source (static, runs on the physical server)
//   operations  Operations: Workspace Scan Plan Convert Copy Migrate Balance           │
//               Evacuate Recover Night Watch Adapt Pool Backup Reports Doctor          │
//               each: a request → events + one result                                  │
//   engines     Scanner  Planner  Checker  Balancer  Converter  Dispatcher             │  decide
//               Reassignment                                                           │
//   parts       DiskCopying ImageStores Adaptation LiveMigration Pool Store Backup …   │  act
//   tools       Shell Libvirt Guestfs NBD NFS XenAPI Probes Terminal ChunkCodec    BlockExport
//   words       Estate: Servers, Pools, Plans, Runs, Text, Time

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Engines that compute for seconds are optimised in debug builds as well; their tests count on it.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Where C's pointers are: each use is marked.
let careful: [SwiftSetting] = strict + [.strictMemorySafety()]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// What a module's unit tests use besides the module and Estate.
let alsoTestedWith = [
    "Adaptation": ["Guestfs"], "Backup": ["ImageStores", "TestFiles"], "Checker": ["Planner"],
    "Commands": ["Balancer", "Pool", "Shell", "Store", "Terminal"],
    "Console": ["Operations", "Serving"],
    "Converter": [
        "Adaptation", "BlockExport", "ConversionDoubles", "DiskCopying", "ImageStores", "Pool", "SourceControl",
    ],
    "Dispatcher": ["Terminal"],
    "DiskCopying": ["ImageStores", "TestFiles"], "ImageStores": ["TestFiles"],
    "Operations": [
        "Adaptation", "Backup", "Balancer", "ConversionDoubles", "Converter", "Dispatcher", "Doctor", "ImageStores",
        "LiveMigration", "Planner", "Pool", "Reassignment", "Scanner", "SourceControl", "Store", "Terminal",
    ],
    "Planner": ["Checker"], "SourceControl": ["Shell"], "XenAPI": ["XenAPIDouble"],
]

let package = Package(
    name: "p2v",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "p2v", targets: ["p2v"]),
        .executable(name: "p2v-source", targets: ["p2v-source"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/stencilproject/Stencil", from: "0.15.1"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // MARK: Words
        // Estate: the words all others share; values only, imports nothing.
        .target(name: "Estate", swiftSettings: strict),

        // MARK: C
        // CLinux: GNU and Linux symbols that Glibc's module hides.
        .target(name: "CLinux"),
        // CDigest: BLAKE3 in vectors of the compiler's, since Swift cannot choose instructions while it runs.
        .target(name: "CDigest", cSettings: [.unsafeFlags(["-O2"])]),
        // CLibvirt, CGuestfs, CNBD, CNFS, CCurl, CCrypto, CZstd: the system's C libraries, as Debian packages them.
        .systemLibrary(name: "CLibvirt", pkgConfig: "libvirt", providers: [.apt(["libvirt-dev"])]),
        .systemLibrary(name: "CGuestfs", pkgConfig: "libguestfs", providers: [.apt(["libguestfs-dev"])]),
        .systemLibrary(name: "CNBD", pkgConfig: "libnbd", providers: [.apt(["libnbd-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CNFS", pkgConfig: "libnfs", providers: [.apt(["libnfs-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        // MARK: Tools
        // Shell: runs and streams commands, here or over ssh; the only importer of Subprocess.
        .target(
            name: "Shell",
            dependencies: [
                "Estate", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        // Terminal: how things look: tables, progress, JSON, YAML; the only importer of Yams.
        .target(
            name: "Terminal",
            dependencies: ["Estate", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        // XenAPI: a client of XAPI, the toolstack of XenServer and XCP-ng; the only importer of libcurl.
        // Always optimised: it reads tens of megabytes of JSON, ten times slower otherwise.
        .target(name: "XenAPI", dependencies: ["CCurl"], swiftSettings: strict + optimised),
        // Libvirt: libvirt's domains, hosts, events and migrations, safely.
        .target(name: "Libvirt", dependencies: ["CLibvirt"], swiftSettings: careful),
        // Guestfs: the libguestfs appliance, the only place where a guest's file systems are opened.
        .target(name: "Guestfs", dependencies: ["CGuestfs"], swiftSettings: careful),
        // NBD: a client of network block devices.
        .target(name: "NBD", dependencies: ["CLinux", "CNBD"], swiftSettings: careful),
        // NFS: files on an NFS export without a mount.
        .target(name: "NFS", dependencies: ["CLinux", "CNFS"], swiftSettings: careful),
        // BlockExport: serves a block device over stdin and stdout as NBD; no Foundation, links statically.
        // Always optimised: its byte loops are a hundred times slower otherwise, and debug builds copy real disks.
        .target(
            name: "BlockExport", dependencies: ["CDigest", "CLinux"], swiftSettings: strict + [.unsafeFlags(["-O"])]),
        // ChunkCodec: SHA-512/256 and zstd, for chunks of backups; the only importer of libcrypto and libzstd.
        .target(name: "ChunkCodec", dependencies: ["CCrypto", "CZstd"], swiftSettings: careful),
        // Probes: ping, DNS, TCP and HTTP at a fixed rate on the monotonic clock.
        .target(name: "Probes", dependencies: ["Estate", "CLinux"], swiftSettings: strict),

        // MARK: Parts
        // Templates: renders what an operator may want to change; the only importer of Stencil.
        .target(
            name: "Templates",
            dependencies: ["Estate", .product(name: "Stencil", package: "Stencil")],
            path: "Templates",
            resources: [.embedInCode("domain"), .embedInCode("nightly"), .embedInCode("boot-media")],
            swiftSettings: strict),
        // Store: remembers profiles, plans, runs; is a Journal; the only importer of GRDB.
        .target(
            name: "Store",
            dependencies: ["Estate", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        // Pool: hosts, machines and storage behind one protocol: libvirt, XAPI, and a simulation for scale.
        .target(name: "Pool", dependencies: ["Estate", "Libvirt", "XenAPI", "Templates"], swiftSettings: strict),
        // ImageStores: the images and small files of an SR, local or on NFS, their formats, and the one lease of an image.
        .target(
            name: "ImageStores", dependencies: ["Estate", "Shell", "NBD", "NFS", "BlockExport", "CLinux"],
            swiftSettings: strict),
        // DiskCopying: a disk as a stream of extents, from a source to an image on the SR, resumable, verified.
        .target(
            name: "DiskCopying", dependencies: ["Estate", "Shell", "NBD", "BlockExport", "ImageStores", "CLinux"],
            swiftSettings: strict),
        // Adaptation: makes a copied disk boot as a guest: a list of small Changes.
        .target(
            name: "Adaptation", dependencies: ["Estate", "Guestfs", "Shell", "Probes"],
            resources: [.embedInCode("Data")], swiftSettings: strict),
        // SourceControl: the physical server during its conversion: stop, start, power off, and is it there.
        .target(name: "SourceControl", dependencies: ["Estate", "Shell"], swiftSettings: strict),
        // LiveMigration: one VM from host to host: preflight, drive, observe, report.
        .target(name: "LiveMigration", dependencies: ["Estate", "Pool", "Probes", "CLinux"], swiftSettings: strict),
        // Backup: points in time of disks, in a repository that casync reads too; knows no pool.
        .target(
            name: "Backup", dependencies: ["Estate", "ChunkCodec", "ImageStores", "NBD"], swiftSettings: strict),
        // Doctor: checks of this machine, the pool and the SR; changes nothing.
        .target(name: "Doctor", dependencies: ["Estate", "Shell", "Pool", "ImageStores"], swiftSettings: strict),
        // BootMedia: a small bootable system that serves the disks of a machine without Linux tools.
        .target(name: "BootMedia", dependencies: ["Estate", "Shell", "Templates"], swiftSettings: strict),

        // MARK: Engines
        // Scanner: servers to profiles, over ssh or from an image, read-only.
        .target(name: "Scanner", dependencies: ["Estate", "Shell", "Guestfs"], swiftSettings: strict),
        // Planner: profiles and hosts to a Plan; pure.
        .target(name: "Planner", dependencies: ["Estate"], swiftSettings: strict),
        // Checker: is a plan sound, and still true? Shares no code with the Planner.
        .target(name: "Checker", dependencies: ["Estate"], swiftSettings: strict),
        // Converter: one server to one running VM, in numbered steps.
        .target(
            name: "Converter",
            dependencies: [
                "Estate", "Shell", "Pool", "ImageStores", "DiskCopying", "Adaptation", "Probes", "SourceControl",
            ],
            swiftSettings: strict),
        // Dispatcher: which server of a plan goes next, and when its service may be stopped; pure.
        .target(name: "Dispatcher", dependencies: ["Estate"], swiftSettings: strict),
        // Balancer: observe, choose few moves, order them safely.
        .target(name: "Balancer", dependencies: ["Estate"], swiftSettings: strict + optimised),
        // Reassignment: the cheapest placement where each has a price; pure.
        .target(name: "Reassignment", dependencies: ["Estate"], swiftSettings: strict + optimised),

        // MARK: Operations
        // Operations: each job from a request to events and one result; the only place where parts and engines meet.
        .target(
            name: "Operations",
            dependencies: [
                "Estate", "Shell", "Terminal", "Store", "Pool", "Scanner", "Planner", "Checker", "Converter",
                "Balancer", "Dispatcher", "Reassignment",
                "ImageStores", "DiskCopying", "Adaptation", "LiveMigration", "SourceControl", "Probes", "Templates",
                "Backup", "Doctor",
                "XenAPI", "BlockExport", "CLinux", log,
            ],
            swiftSettings: strict),

        // MARK: Faces
        // Console: the pool, its VMs and what was done, for a browser; no domain logic of its own.
        .target(
            name: "Console", dependencies: ["Estate", "Operations", "Serving", "Store", "Scanner", "Terminal"],
            swiftSettings: strict),
        // Lab: a pool on one machine, made of real parts, to try p2v and to test it.
        .target(
            name: "Lab", dependencies: ["Estate", "Shell"], resources: [.embedInCode("Files")], swiftSettings: strict),
        // Serving: pages over HTTP; the only importer of FlyingFox.
        .target(
            name: "Serving",
            dependencies: [
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ], swiftSettings: strict),
        // XenAPIDouble: a double of XAPI (not XAPI) for tests and demonstrations.
        .target(
            name: "XenAPIDouble", dependencies: ["Estate", "Shell"], resources: [.embedInCode("xapi-double.py")],
            swiftSettings: strict),
        // Commands: wires everything; one file a command; the only importer of ArgumentParser.
        .target(
            name: "Commands",
            dependencies: [
                "Estate", "Operations", "Terminal", "Store", "Pool", "Scanner", "Planner", "Converter", "Balancer",
                "Reassignment", "ImageStores", "DiskCopying", "Adaptation", "LiveMigration", "Probes", "Lab", "Doctor",
                "XenAPI",
                "XenAPIDouble", "Backup", "BootMedia", "CLinux", "Console", "Serving",
                log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        // p2v: the command.
        .executableTarget(name: "p2v", dependencies: ["Commands"], swiftSettings: strict),
        // p2v-source: the part that runs on the physical server, so it is one static file for any Linux.
        .executableTarget(
            name: "p2v-source", dependencies: ["BlockExport"], swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-static-executable", "-Xlinker", "-s"])]),

        // MARK: Tests
        // TestFiles: scratch folders, and bytes that nothing repeats.
        .target(name: "TestFiles", path: "Tests/TestFiles", swiftSettings: strict),
        // TestSupport: the doubles and fixtures that several modules' tests share.
        .target(name: "TestSupport", dependencies: ["Estate"], path: "Tests/TestSupport", swiftSettings: strict),
        // ConversionDoubles: a disk in memory and the address of a simulated server, for the conversions of several modules' tests.
        .target(
            name: "ConversionDoubles", dependencies: ["Estate", "BlockExport", "DiskCopying", "Pool", "SourceControl"],
            path: "Tests/ConversionDoubles", swiftSettings: strict),
        // PoolContract: what every pool promises, for the unit tests and the lab's.
        .target(
            name: "PoolContract", dependencies: ["Estate", "Pool"], path: "Tests/PoolContract", swiftSettings: strict),
        .testTarget(
            name: "PoolTests",
            dependencies: [
                "Pool", "Libvirt", "XenAPI", "XenAPIDouble", "Templates", "PoolContract", "Estate", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DoctorTests", dependencies: ["Doctor", "Pool", "ImageStores", "Estate"], swiftSettings: strict),
        // StoreTests: write files as older versions did, with SQL.
        .testTarget(
            name: "StoreTests", dependencies: ["Store", "Estate", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        // FlowTests: the whole flow against the lab's real daemons; needs root and P2V_LAB=1.
        .testTarget(
            name: "FlowTests",
            dependencies: [
                "Estate", "Shell", "Terminal", "Store", "Pool", "Scanner", "Planner", "Converter", "Balancer",
                "ImageStores", "DiskCopying", "Adaptation", "LiveMigration", "Probes", "Lab", "Commands", "Libvirt",
                "Operations", "Backup",
                "Guestfs",
                "NBD", "NFS",
                "PoolContract", "ConversionDoubles", "SourceControl", "TestSupport",
            ],
            swiftSettings: strict),
        // One unit test target a module; they need neither root nor network.
    ]
        + [
            "Adaptation", "Backup", "Balancer", "BlockExport", "BootMedia", "Checker", "Commands", "Console",
            "Converter", "Dispatcher",
            "Estate", "Guestfs", "Lab", "Libvirt",
            "LiveMigration", "NBD", "NFS", "Planner", "Probes", "Scanner", "Shell", "Templates",
            "Terminal",
            "DiskCopying", "ImageStores", "Operations", "Reassignment", "Serving", "SourceControl", "XenAPI",
        ].map { module in
            .testTarget(
                name: "\(module)Tests",
                dependencies: Set([module, "Estate", "TestSupport"] + (alsoTestedWith[module] ?? [])).sorted().map {
                    .byName(name: $0)
                },
                swiftSettings: strict
            )
        }
)
