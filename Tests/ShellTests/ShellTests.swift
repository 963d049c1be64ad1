import Estate
@testable import Shell
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

    /// A session that a leftover process holds open cost all of a server's time.
    @Test func `that has said its last word is not waited for`() async throws {
        let began = ContinuousClock.now
        let output = try await Shell.run(
            Command("sh", "-c", "printf 'all of it\\nEN'; sleep 0.1; echo D; exec sleep 60"), limit: 1000,
            until: Array("\nEND\n".utf8), grace: .milliseconds(50))
        #expect(output.text == "all of it\nEND\n")
        #expect(ContinuousClock.now - began < .seconds(30))
    }

    @Test func `that ends by itself after its last word keeps its status and its last words`() async throws {
        let output = try await Shell.run(
            Command("sh", "-c", "cat; echo END; echo oops >&2; exit 3", input: "in\n"), limit: 1000,
            until: Array("END\n".utf8))
        #expect(output.status == 3 && output.text == "in\nEND\n" && output.standardError == "oops\n")
        await #expect(throws: Failure.self) {
            try await Shell.run(Command("printf", "0123456789"), limit: 5, until: [1])
        }
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
        ("ssh://u@[fe80::1]:22/", "ssh://u@[fe80::1]:22"), ("root@2001:db8::22", "ssh://root@[2001:db8::22]"),
        ("[2001:db8::56c]", "ssh://[2001:db8::56c]"), ("fe80::1%eth0", "ssh://[fe80::1%eth0]"),
    ])
    func `is read as people write it, and as p2v writes it`(text: String, canonical: String) throws {
        let address = try SSHAddress(text)
        #expect(address.description == canonical)
        #expect(try SSHAddress(canonical) == address)
    }

    /// The last part of an IPv6 address was taken for a port, and another machine asked.
    @Test func `of IPv6 has its port behind brackets only`() throws {
        #expect(try SSHAddress("root@2001:db8::22").host == "2001:db8::22")
        #expect(try SSHAddress("root@2001:db8::22").port == nil)
        #expect(try SSHAddress("root@[2001:db8::22]:22").port == 22)
        #expect(try SSHAddress("root@[2001:db8::22]:22").destination == "root@2001:db8::22")
    }

    @Test(arguments: [
        "", "ssh://", "-oProxyCommand=reboot", "a@-l", "a b", "a;b", "x:0", "x:99999", "web:22:1", "$(x)", "a@",
    ])
    func `that could mean something else is refused`(text: String) {
        #expect(throws: Failure.self) { _ = try SSHAddress(text) }
    }

    /// RHEL 5 and 6 and SLES 11: the operator needs the line, not the names of ciphers.
    @Test(arguments: [
        ("host key type found. Their offer: ssh-rsa,ssh-dss", "HostKeyAlgorithms +ssh-rsa"),
        (
            "key exchange method found. Their offer: diffie-hellman-group1-sha1",
            "KexAlgorithms +diffie-hellman-group1-sha1"
        ),
        ("cipher found. Their offer: aes128-cbc,3des-cbc", "Ciphers +aes128-cbc"),
        ("MAC found. Their offer: hmac-md5,hmac-sha1", "MACs +hmac-md5"),
    ])
    func `of an old server names the setting that lets it in`(words: String, setting: String) throws {
        let failure = SSHConnection(try SSHAddress("root@old"))
            .failure("Unable to negotiate with 10.0.0.5 port 22: no matching \(words)\n")
        #expect(failure.next.contains("\"\(setting)\""), "\(failure.next)")
    }

    @Test(arguments: [
        ("sign_and_send_pubkey: no mutual signature supported", "PubkeyAcceptedAlgorithms +ssh-rsa"),
        ("Bad server host key: Invalid key length", "RequiredRSASize 1024"),
    ])
    func `of an old server names the setting for its signatures and short keys`(words: String, setting: String) throws {
        let failure = SSHConnection(try SSHAddress("root@old")).failure(
            words + "\nroot@old: Permission denied (publickey).\n")
        #expect(failure.next.contains("\"\(setting)\""), "\(failure.next)")
    }

    @Test func `whose offer holds what is no method is not repeated as a setting`() throws {
        let text = "Unable to negotiate: no matching cipher found. Their offer: x;reboot\n"
        #expect(SSHOffer.setting(text) == nil)
    }

    /// One fingerprint alone cannot be compared with anything.
    @Test func `with a changed host key shows both fingerprints and none of ssh's prose`() throws {
        let warning = """
            @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
            The fingerprint for the ED25519 key sent by the remote host is
            SHA256:uNiVztksCsDhcc0u9e8BrrJXVTYsxQOkTQP0KUAcEhA.
            Please contact your system administrator.
            Offending ED25519 key in /home/me/.ssh/known_hosts:2
            """
        let key = ChangedHostKey(warning) { path in
            path == "/home/me/.ssh/known_hosts" ? ["# mine", "old ssh-ed25519 AAAA"] : nil
        }
        #expect(key.offered == "SHA256:uNiVztksCsDhcc0u9e8BrrJXVTYsxQOkTQP0KUAcEhA")
        // SHA-256 of three zero bytes, as Python's hashlib has it.
        #expect(key.known == "SHA256:cJ6AyISHokEeHuTfufIqhhSS0gxHZRUMDHlKvXD4FHw")
        let said = SSHConnection(try SSHAddress("root@x")).failure(warning).because
        #expect(said.contains("now SHA256:uNiV") && said.contains("known ") && !said.contains("fingerprint for"))
    }

    @Test func `for a login shell that talks into the disk's stream says so`() throws {
        let failure = SSHConnection(try SSHAddress("root@x"))
            .failure("handshake: server is not either an oldstyle or fixed newstyle NBD server")
        #expect(failure.because.contains("login shell") && failure.next.contains(".bashrc"))
    }

    @Test(arguments: [
        ("kex_exchange_identification: Connection closed by remote host", true),
        ("Connection reset by 10.0.0.5 port 22", true), ("exceeded MaxStartups", true),
        ("root@h: Permission denied (publickey).\nConnection closed by 10.0.0.5", false),
        ("Host key verification failed.", false), ("ssh: Could not resolve hostname x", false), ("", false),
    ])
    func `passes only where sshd was busy`(text: String, passes: Bool) {
        #expect(SSHConnection.passes(status: 255, text) == passes)
        #expect(!SSHConnection.passes(status: 1, text))
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
