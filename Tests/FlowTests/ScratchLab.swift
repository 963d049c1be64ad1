import Foundation
import Shell
import Testing

@testable import Lab

/// A lab of a test's own, beside the one that the other flow tests share.
struct ScratchLab {
    let lab: Lab

    init() async throws {
        let shared = ProcessInfo.processInfo.environment["P2V_LAB_CACHE"] ?? LabSettings.defaultCache
        let cache = shared + "-scratch"
        lab = Lab(try LabSettings(cache: cache))
        try await lab.down()
        try await Shell.check(Command("mkdir", "-p", cache))
        // Links save unpacking QEMU again.
        if LocalFile.exists(shared + "/qemu"), !LocalFile.exists(cache + "/qemu") {
            // Under its name when it is whole: a test that was killed must not leave a part of QEMU to the next one.
            let partial = cache + "/qemu.linked"
            try await Shell.check(Command("rm", "-rf", partial))
            try await Shell.check(Command("cp", "--archive", "--link", shared + "/qemu", partial))
            try await Shell.check(Command("mv", partial, cache + "/qemu"))
        }
    }

    func exec(_ command: [String], input: String = "") async throws -> Output {
        let call = try lab.execution(of: command, on: .mgmt, path: "/usr/bin")
        return try await Shell.run(
            Command(call.arguments, environment: call.environment.mapValues { $0 }, input: Array(input.utf8)))
    }

    func remove() async throws {
        try await Shell.check(Command("rm", "-rf", lab.layout.cache))
    }

    /// The p2v that was built with these tests.
    var program: String {
        get throws {
            let environment = ProcessInfo.processInfo.environment
            return try #require(environment["P2V_BIN"] ?? Self.besideTests)
        }
    }

    private static var besideTests: String? {
        let path = FileManager.default.currentDirectoryPath + "/.build/debug/p2v"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }
}

/// What a lab could leave behind on the machine.
struct Traces: Equatable {
    var mounts: Set<String>
    var links: Set<String>
    var names: [String: Set<String>]

    static func read() async throws -> Traces {
        let mounts = LocalFile.text("/proc/self/mounts") ?? ""
        let links = try await Shell.check(Command("ip", "-brief", "link"))
        let folders = [
            "/run", "/run/netns", "/run/libvirt", "/etc", "/etc/pki", "/var/lib", "/var/log", "/root", "/root/.ssh",
        ]
        return Traces(
            mounts: Set(mounts.split(separator: "\n").map { String($0) }),
            links: Set(links.split(separator: "\n").compactMap { $0.split(separator: " ").first.map { String($0) } }),
            names: Dictionary(uniqueKeysWithValues: folders.map { ($0, Set(LocalFile.names(in: $0))) }))
    }
}
