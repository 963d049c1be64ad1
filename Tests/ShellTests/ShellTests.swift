import Estate
import Shell
import Synchronization
import Testing

/// If these fail, commands are run with the wrong words, or their errors are lost.
@Suite struct `A command` {
    @Test func `gets its arguments untouched by any shell`() async throws {
        let hostile = "a b; $(reboot) `x` \"' * \n"
        #expect(try await Shell.check(Command("printf", "%s", hostile)) == hostile)
    }

    @Test func `reads its input and keeps both streams apart`() async throws {
        let output = try await Shell.run(Command("sh", "-c", "cat; echo oops >&2; exit 3", input: "in"))
        #expect(output.status == 3)
        #expect(output.text == "in")
        #expect(output.standardError == "oops\n")
    }

    @Test func `that fails says its status and its last words`() async throws {
        let failure = await #expect(throws: Failure.self) {
            try await Shell.check(Command("sh", "-c", "echo no such disk >&2; exit 4"))
        }
        #expect(failure?.because.contains("status 4: no such disk") == true)
    }

    @Test func `that does not exist is an error with a hint`() async throws {
        let failure = await #expect(throws: Failure.self) { try await Shell.run(Command("p2v-no-such-program")) }
        #expect(failure?.next.contains("installed") == true)
    }

    @Test func `hands over lines as they come`() async throws {
        let lines = Mutex<[String]>([])
        let output = try await Shell.lines(Command("printf", "one\ntwo\n")) { line in lines.withLock { $0.append(line) }
        }
        #expect(output.status == 0)
        #expect(lines.withLock { $0 } == ["one", "two"])
    }

    @Test func `ends when its task is cancelled`() async throws {
        let began = ContinuousClock.now
        let task = Task { try await Shell.run(Command("sleep", "600")) }
        // Whether it runs already or not yet.
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        _ = try? await task.value
        #expect(ContinuousClock.now - began < .seconds(300))
    }
}

/// If these fail, p2v connects to the wrong place, or an address becomes an option of ssh.
@Suite struct `An ssh address` {
    @Test(arguments: [
        ("ssh://root@dns01", "ssh://root@dns01"), ("dns01", "ssh://dns01"), ("a@b:2222", "ssh://a@b:2222"),
        ("ssh://u@[fe80::1]:22/", "ssh://u@fe80::1:22"),
    ])
    func `is read as people write it`(text: String, canonical: String) throws {
        #expect(try SSHAddress(text).description == canonical)
    }

    @Test(arguments: ["", "ssh://", "-oProxyCommand=reboot", "a@-l", "a b", "a;b", "x:0", "x:99999", "$(x)", "a@"])
    func `that could mean something else is refused`(text: String) {
        #expect(throws: Failure.self) { _ = try SSHAddress(text) }
    }

    @Test func `words for the server's shell are quoted`() {
        #expect(SSHConnection.quoted("it's $HOME") == "'it'\\''s $HOME'")
    }

    @Test(arguments: [
        ("@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nThe fingerprint is\nSHA256:abc.", "has changed"),
        ("Host key verification failed.", "not known"), ("root@x: Permission denied (publickey).", "refused the login"),
        ("ssh: Could not resolve hostname x", "does not resolve"), ("Connection timed out", "timed out"),
    ])
    func `failure says what ssh meant`(text: String, reason: String) throws {
        let failure = SSHConnection(try SSHAddress("root@x")).failure(text)
        #expect(failure.because.contains(reason))
        #expect(!failure.next.isEmpty)
    }
}
