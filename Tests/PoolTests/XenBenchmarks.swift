internal import Estate
internal import Foundation
internal import Pool
internal import Testing
internal import XenAPI
internal import XenAPIDouble

/// Figures, not promises: they run only with P2V_BENCHMARK=1, and print what they measured.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_BENCHMARK"] != nil))
struct XenBenchmarks {
    @Test func `inventory of 64 hosts with 5,000 machines`() async throws {
        try await XenAPIDouble.run(hosts: 64, vms: 5000, memoryMiB: 1 << 20) { double in
            let client = double.client()
            let pool = double.pool(client)
            let clock = ContinuousClock()
            let began = clock.now
            async let hosts = pool.hosts()
            async let machines = pool.machines()
            async let storage = pool.storage()
            let counts = (try await hosts.count, try await machines.count, try await storage.count)
            let (took, requests) = (clock.now - began, await client.requests)
            print("inventory: \(counts.0) hosts, \(counts.1) machines, \(counts.2) SR in \(took), \(requests) requests")
            #expect(counts == (64, 5000, 1) && requests <= 20 + 64)
        }
    }

    @Test func `an import through the API beside curl on the same endpoint`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let bytes = 512 << 20
            let file = double.folder + "/image.raw"
            let noise = Data((0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) })
            #expect(FileManager.default.createFile(atPath: file, contents: nil))
            let handle = try #require(FileHandle(forWritingAtPath: file))
            for _ in 0..<bytes >> 20 { try handle.write(contentsOf: noise) }
            try handle.close()
            for round in 1...3 {
                let image = try await pool.createImage("bench", bytes: UInt64(bytes), on: "NFS virtual disk storage")
                let clock = ContinuousClock()
                let began = clock.now
                try await pool.importImage(try FileUpload(path: file), into: image, format: .raw)
                let ours = clock.now - began
                let curl = try await double.curl(file, into: image)
                print("import \(round): p2v \(ours), curl -T \(curl)")
            }
        }
    }
}

extension XenAPIDouble {
    /// Seconds that `curl -T` takes for the same file.
    fileprivate func curl(_ file: String, into image: String) async throws -> Duration {
        let script = """
            call() { curl -sk https://$1/jsonrpc -d "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":1,\\"method\\":\\"$2\\",\\"params\\":$3}" \\
                | sed 's/.*"result": "\\([^"]*\\)".*/\\1/'; }
            session=$(call $1 session.login_with_password '["root","double"]')
            vdi=$(call $1 VDI.get_by_uuid "[\\"$session\\",\\"$3\\"]")
            curl -sk -H 'Expect:' -o /dev/null -w '%{time_total}' -T "$2" \\
                "https://$1/import_raw_vdi?session_id=$session&vdi=$vdi&format=raw"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, "curl", address, file, image]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return .seconds(try #require(Double(text)))
    }
}
