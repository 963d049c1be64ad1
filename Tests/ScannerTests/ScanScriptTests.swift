import Estate
import Foundation
import Shell
import Testing

@testable import Scanner

/// The script meets shells, sudo rules and mounts that we never saw.
@Suite struct ScanScriptTests {
    private func text(_ name: String) throws -> String {
        try #require(Question.all.first { $0.name == name }).body
    }

    /// The script's head and one question, with tools played by functions, and `df` by a script; ten seconds become one
    /// tenth.
    private func run(
        _ name: String, stand: String = "", df: String = "", lvm: [String: String] = [:], timeout: Bool
    ) async throws -> (answers: Answers, seconds: Double) {
        let folder = try FileManager.default.url(
            for: .itemReplacementDirectory, in: .userDomainMask, appropriateFor: FileManager.default.temporaryDirectory,
            create: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if !df.isEmpty {
            try Data("#!/bin/sh\n\(df)\n".utf8).write(to: folder.appendingPathComponent("df"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.appendingPathComponent("df").path)
        }
        // The script does not quote its own paths.
        let etc = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-lvm-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: etc) }
        if !lvm.isEmpty { try FileManager.default.createDirectory(at: etc, withIntermediateDirectories: true) }
        for (name, text) in lvm { try Data(text.utf8).write(to: etc.appendingPathComponent(name)) }
        let script = ScanScript(
            nonce: "n0nce",
            questions: try name.split(separator: " ").map { part in
                Question(String(part), try text(String(part)))
            }
        ).text
        // The first lines of the script set PATH: what stands in for tools comes before the questions.
        let parts = script.replacing("sleep 10", with: "sleep 0.1").replacing("timeout 10", with: "timeout 0.1")
            .replacing("/etc/lvm", with: etc.path)
            .replacing("timeout 5 true", with: timeout ? "true" : "false")
            .replacing("PATH=$PATH:", with: "PATH='\(folder.path)':$PATH:")
            .split(separator: "run() {\n", maxSplits: 1)
        let whole = parts[0] + stand + "\nrun() {\n" + parts[1]
        let began = ContinuousClock.now
        let output = try await Shell.run(Command("sh", "-s", "root", input: String(whole)))
        let took = (ContinuousClock.now - began) / .seconds(1)
        return (AnswerReader.read(output.standardOutput, nonce: "n0nce"), took)
    }

    /// Four limits of ten seconds left no time for the questions after it.
    @Test func `a mount that hangs costs one time limit, and what comes after is asked`() async throws {
        let found = try await run("df dfi session", df: "echo asked >&2; exec sleep 10", timeout: false)
        #expect(found.seconds < 5)
        #expect(found.answers["df"]?.status == 124)
        #expect(found.answers["dfi"]?.error == "a mount does not answer")
        #expect(found.answers["session"] != nil && found.answers.isComplete)
    }

    /// A process that waits for a FUSE file system dies of no signal. Waited for, it held the session to its last second.
    @Test(arguments: [false, true])
    func `a df that nobody can end is left behind`(timeout: Bool) async throws {
        let found = try await run("df session", df: "sleep 4", timeout: timeout)
        #expect(found.seconds < 3)
        #expect(found.answers["df"]?.status == 124)
        #expect(found.answers["session"] != nil && found.answers.isComplete)
    }

    /// "No disk is bound to a TPM" was said where nobody had answered.
    @Test(arguments: [
        ("blkid() { exec sleep 30; }", ""), ("blkid() { echo /dev/sda2; }", "cryptsetup() { return 1; }"),
        ("blkid() { echo /dev/sda2; return 1; }", "cryptsetup() { echo Version: 2; }"),
    ])
    func `how disks are encrypted is unknown where a tool does not answer`(blkid: String, cryptsetup: String)
        async throws
    {
        let stand = "\(blkid)\n\(cryptsetup.isEmpty ? "cryptsetup() { :; }" : cryptsetup)\n"
        let found = try await run("luks", stand: stand, timeout: false)
        #expect(found.answers.read("luks", LUKSTokens.parse).value == nil)
    }

    /// The first line of a filter says nothing of what it lets through.
    @Test func `filters of LVM are read whole, in both files`() async throws {
        let conf = """
            devices {
                # filter = [ "a|none|" ]
                filter = [ "a|^/dev/sd[a-c]|",  # ours
                           "r|.*|" ]   # no other
                scan = [ "/dev" ]
                global_filter = "a|.*|"
            }
            """
        let found = try await run(
            "lvm", lvm: ["lvm.conf": conf, "lvmlocal.conf": "devices/filter = [ \"r|x|\" ]\nfilter=[\n\"a|y|\"\n]\n"],
            timeout: false)
        let filters = found.answers.read("lvm") { FileLines.parse($0).map(\.text) }.value
        #expect(
            filters == [
                #"filter = [ "a|^/dev/sd[a-c]|",  # ours "r|.*|" ]   # no other"#, #"global_filter = "a|.*|""#,
                #"filter=[ "a|y|" ]"#,
            ])
    }

    @Test func `what opens an encrypted disk is read`() async throws {
        let stand = "blkid() { echo /dev/sda2; }\ncryptsetup() { printf 'Version: 2\\nTokens:\\n 0: clevis\\n'; }\n"
        let found = try await run("luks", stand: stand, timeout: false)
        #expect(found.answers.read("luks", LUKSTokens.parse).value == ["/dev/sda2": ["clevis"]])
        let none = try await run("luks", stand: "blkid() { return 2; }\ncryptsetup() { :; }\n", timeout: false)
        #expect(none.answers.read("luks", LUKSTokens.parse).value == [:])
    }

    /// What waits for a mount for ever is left behind; yet the load was read before, and nothing comes after but the clock.
    @Test(arguments: [false, true])
    func `what may never come back is asked when all else is known`(history: Bool) throws {
        let names = Question.all(history: history).map(\.name)
        let at = try #require(names.firstIndex(of: "df"))
        #expect(Array(names[at...]) == ["df", "dfi", Question.clock.name])
    }

    @Test func `df that only knows no local file systems is asked for all`() async throws {
        let old = "case $3 in -l) exit 1 ;; esac; echo \"df $*\""
        let found = try await run("df", df: old, timeout: false)
        #expect(found.answers["df"]?.text.contains("df -P -k") == true)
        #expect(found.answers["df"]?.status == 0)
    }

    /// `sudo -n true` is allowed where no shell is: the scan ended without a word.
    @Test func `sudo is asked for the shell that it is needed for`() {
        #expect(ScanScript.remoteCommand.contains("sudo -n /bin/sh -c :"))
        #expect(!ScanScript.remoteCommand.contains("sudo -n true"))
    }

    /// An administrator who may restart services and nothing else is scanned all the same, with his own rights.
    @Test(arguments: [("/bin/sh", "sudo"), ("/usr/bin/systemctl", "user"), ("/usr/bin/true", "user")])
    func `a sudo that allows some commands only leaves the scan to the user`(allowed: String, rights: String)
        async throws
    {
        let script = """
            d=$(mktemp -d) && trap 'rm -rf "$d"' EXIT
            printf '#!/bin/sh\\necho 1000\\n' >"$d/id"
            printf '#!/bin/sh\\nshift\\n[ "$1" = \(allowed) ] || { echo "sorry, not $1" >&2; exit 1; }\\nunset SSH_CONNECTION\\nexec "$@"\\n' >"$d/sudo"
            chmod 700 "$d/id" "$d/sudo"
            export SSH_CONNECTION='10.0.0.9 50000 10.0.0.1 22'
            echo 'printf "%s (%s) %s" "$1" "$2" "${SSH_CONNECTION:-lost}/$3"' | PATH=$d:$PATH sh -c "$0"
            """
        let output = try await Shell.run(Command("sh", "-c", script, ScanScript.remoteCommand))
        // sudo takes the session's addresses away; without them the scan itself would be a dependency of the server.
        let session = "10.0.0.9 50000 10.0.0.1 22"
        #expect(output.text == (rights == "sudo" ? "sudo () lost/\(session)" : "user (sorry, not /bin/sh) \(session)/"))
    }

    /// iproute2 before 5.11 prints no JSON where a route is a blackhole; the text is right in every release.
    @Test func `routes and addresses are asked for as text`() throws {
        #expect(try text("iproute") == "ip route" && text("ipaddr") == "ip -o addr")
    }

    @Test func `the kernel's own table of mounts is asked for`() {
        #expect(Question.fileNames.contains("/proc/self/mountinfo"))
    }
}
