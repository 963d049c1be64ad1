import Estate
import Foundation
import Shell
import Testing

/// A pool's password and a web hook's address, planted and searched for in all that p2v says, writes and starts. Runs the
/// commands of an operator against the double of XAPI; needs no lab.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct SecretsFlowTests {
    private static let root = FileManager.default.currentDirectoryPath
    private static let program = ProcessInfo.processInfo.environment["P2V_BIN"] ?? root + "/.build/debug/p2v"
    private static let password = "canary-password-\(UUID().uuidString)"
    private static let hook = "canary-hook-\(UUID().uuidString)"

    // Logs go to people who may not log in, reports to strangers, arguments to every user of the machine.
    @Test(.timeLimit(.minutes(4))) func `neither the pool's password nor a hook's address is left or shown anywhere`()
        async throws
    {
        let folder = NSTemporaryDirectory() + "p2v-secrets-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let output = try await Shell.run(
            Command(
                ["bash", "-uc", Self.script, folder, Self.program, Self.root],
                environment: ["CANARY_PASSWORD": Self.password, "CANARY_HOOK": Self.hook]))
        let told = output.text + output.standardError
        #expect(output.status == 0, "\(told)")
        let lines = output.text.split(separator: "\n")
        // Where both were put they are found: who finds nothing anywhere has not looked.
        let found = lines.filter { $0.hasPrefix("found ") }.map { $0.dropFirst("found ".count) }
        #expect(Set(found) == ["given/password", "given/policy.yaml"], "\(told)")
        // Each command did what it is for: one that fails at once shows nothing.
        let codes = Dictionary(
            lines.filter { $0.hasPrefix("exit ") }.map { line in
                let words = line.split(separator: " ")
                return (words.dropFirst(2).joined(separator: " "), String(words[1]))
            }
        ) { first, _ in first }
        for command in ["pool --accept-new", "nightly run", "evacuate xs1", "return xs1", "migrate vm00001"] {
            #expect(codes[command] == "0", "\(command): \(told)")
        }
        #expect(codes["pool wrong"] == "3" || codes["pool wrong"] == "1", "\(told)")
        #expect(told.contains("curl was called"), "\(told)")
    }

    /// $0 is a folder of ours, $1 the program, $2 the repository. All output and all arguments of programs that p2v starts
    /// end up in files below `seen`.
    private static let script = """
        cd "$0"; mkdir -p given seen bin double home core
        umask 077
        printf '%s\\n' "$CANARY_PASSWORD" >given/password
        XAPI_DOUBLE_PASSWORD=$CANARY_PASSWORD python3 -I -S "$2/Sources/XenAPIDouble/xapi-double.py" --folder "$0/double" \\
            --port 0 --hosts 3 --vms 9 --seconds 0.1 --memory 65536 >seen/double.log 2>&1 & double=$!
        trap 'kill $double 2>/dev/null' EXIT
        for i in $(seq 200); do [ -s double/port ] && break; sleep 0.05; done
        cat >given/pool.yaml <<POOL
        {format: p2v-pool/1, name: canary, kind: xapi, addresses: ["127.0.0.1:$(cat double/port)"], user: root,
         passwordFile: $0/given/password, state: "file://$0/home"}
        POOL
        cat >given/policy.yaml <<POLICY
        {format: p2v-balance-policy/1, coolDownMinutes: 0, hooks: {start: [["https://127.0.0.1:9/$CANARY_HOOK"]],
         end: [["https://127.0.0.1:9/$CANARY_HOOK"]], failure: [["https://127.0.0.1:9/$CANARY_HOOK"]]}}
        POLICY
        # What curl is given on its command line everybody sees; what it reads nobody.
        printf '#!/bin/sh\\necho "curl was called: $*" >>%s/seen/curl; env >>%s/seen/curl; cat >/dev/null; exit 7\\n' "$0" "$0" >bin/curl
        chmod +x bin/curl
        unset XAPI_DOUBLE_PASSWORD
        export PATH=$0/bin:$PATH HOME=$0/home P2V_STORE=$0/home/p2v.sqlite P2V_POOL=$0/given/pool.yaml
        secret=$CANARY_PASSWORD hook=$CANARY_HOOK; unset CANARY_PASSWORD CANARY_HOOK
        n=0
        run() { # NAME WORDS...
            n=$((n + 1))
            "$1" "${@:3}" >seen/$n.out 2>seen/$n.err &
            local p=$!
            for i in 1 2 3 4 5 6; do cat /proc/$p/cmdline /proc/$p/task/*/children >>seen/$n.args 2>/dev/null; sleep 0.1; done
            wait $p; echo "exit $? $2"
        }
        p2v=$1
        run "$p2v" "pool --accept-new" pool --accept-new --verbose
        run "$p2v" "pool --load" pool --load --accept-new --verbose --json
        run "$p2v" doctor doctor --report seen/report.json --verbose
        run "$p2v" rebalance rebalance --window 1 --verbose --policy given/policy.yaml --save-state seen/state.json -o seen/plan.json
        run "$p2v" "nightly run" nightly run --window 1 --verbose --policy given/policy.yaml --reports seen/reports --metrics seen/p2v.prom
        run "$p2v" "evacuate xs1" evacuate xs1 --window 1 --verbose --policy given/policy.yaml
        run "$p2v" "return xs1" return xs1 --window 1 --verbose
        run "$p2v" "migrate vm00001" migrate vm00001 --to xs3 --verbose
        run "$p2v" history history --json
        run "$p2v" serve serve --interval 1 --duration 3 --listen 127.0.0.1:9181 --verbose
        # Refusals and failures repeat what they were given.
        printf 'x%s\\n' "$secret" >given/password
        run "$p2v" "pool wrong" pool --verbose
        printf '%s\\n' "$secret" >given/password
        run "$p2v" "nightly broken" nightly run --window 1 --policy given/none.yaml --reports seen/reports2 --metrics seen/p.prom
        kill $double; wait $double 2>/dev/null
        run "$p2v" "pool away" pool --verbose
        cat seen/curl
        rm -rf double
        { grep -rlF -- "$secret" .; grep -rlF -- "$hook" .; } | sed 's|^\\./|found |' | sort -u
        exit 0
        """
}
