import Testing

@testable import NBD

/// A login shell that prints a banner stood before the disk's stream, and no copy was possible.
@Suite struct GreetingTests {
    private func child(_ script: String) throws -> ChildProcess { try ChildProcess(["sh", "-c", script]) }

    private static let banners = [
        "", "printf 'Welcome to db1\\n *** authorised use only ***\\n'; ", "printf 'tput: unknown terminal'; ",
        "head -c 70000 /dev/zero | tr '\\0' '#'; ", "printf 'NBDMAG NBDMAGIC or not'; ",
    ]

    @Test(arguments: banners)
    func `what a shell prints before the server speaks is read over`(banner: String) throws {
        let child = try child(banner + "printf 'NBDMAGIC'; sleep 0.05; printf 'IHAVEOPT'; sleep 0.2")
        try child.skipToGreeting()
        var rest: [UInt8] = []
        while rest.count < 16 {
            let more = child.take(16 - rest.count)
            if more.isEmpty { break }
            rest += more
        }
        #expect(rest == ChildProcess.greeting)
        _ = child.finish()
    }

    @Test(arguments: ["echo Welcome; exit 0", "printf 'hello NBDMAG'; exit 0"])
    func `text with no server after it is named, and is no disk`(script: String) throws {
        let child = try child(script)
        let error = #expect(throws: NBDError.self) { try child.skipToGreeting() }
        #expect(error?.message.contains("unexpected magic") == true)
        _ = child.finish()
    }

    @Test func `a command that says nothing is left to libnbd`() throws {
        let child = try child("exit 1")
        try child.skipToGreeting()
        _ = child.finish()
    }

    @Test(arguments: ["", "echo Welcome; "]) func `a connection reaches the server behind the text`(
        banner: String
    ) async throws {
        let script = banner + "exec python3 -c \"$0\""
        let connection = try await NBDConnection(command: ["sh", "-c", script, NBDHandleTests.dyingServer])
        #expect(connection.size == 1 << 20)
        await connection.end()
    }
}
