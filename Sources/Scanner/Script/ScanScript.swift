/// The script that one ssh session runs: every question, each between delimiters that its output cannot forge.
///
/// ```
/// NONCE begin lsblk
/// …what lsblk printed…
/// NONCE error
/// …what it wrote to standard error, and its exit status as the last line…
/// NONCE end
/// ```
/// The nonce is chosen for each session, and is read from standard input: it is in no argument list on the server.
struct ScanScript: Sendable {
    var nonce: String
    var questions: [Question] = Question.all

    var text: String {
        Self.head.replacing("NONCE", with: nonce) + functions + questions.map { "run \($0.name)\n" }.joined()
            + "printf '\\n%s done\\n' \"$N\"\n"
    }

    /// What the login shell is asked to run. It holds no newline and no `!`, so that csh takes it too.
    ///
    /// sudo is asked for what it is needed for: it may allow `true` and no shell. The script's first argument says with whose rights it runs: `root`, `sudo` or `user`; the second is sudo's refusal, the third the session's addresses.
    static let remoteCommand = """
        exec /bin/sh -c 'if test "$(id -u)" = 0; then exec /bin/sh -s root; fi; \
        e=$(sudo -n /bin/sh -c : 2>&1 </dev/null) && exec sudo -n /bin/sh -s sudo "" "$SSH_CONNECTION"; exec /bin/sh -s user "$e"'
        """

    private var functions: String {
        questions.map { "p_\($0.name)() {\n\($0.body)\n}\n" }.joined()
    }

    /// `$T` ends a tool that hangs, with the server's `timeout` or without: a dead path or mount costs its own answer only.
    /// `apart` is for what may hang so that no signal ends it: it is left behind, and what is ended is the reader of its
    /// pipe. It is a program and no function: a shell that waits would hold the session's own pipes.
    /// `$L` is the last question's name and status, `$S` the session's addresses and ports, which sudo takes away. Standard error of a question is caught in a variable, not in a file: the scan writes nothing on the server.
    private static let head = #"""
        N=NONCE
        PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin:/usr/bin:/bin
        LC_ALL=C LANG=C
        export PATH LC_ALL LANG
        unset GREP_OPTIONS POSIXLY_CORRECT BLKID_FILE CDPATH
        umask 077
        limited() {
        "$@" <&4 4<&- & c=$!
        { sleep 10; kill -9 $c; } >/dev/null 2>&1 3>&- 4<&- & w=$!
        wait $c 2>/dev/null; r=$?
        kill $w 2>/dev/null
        test $r -ne 137 || r=124
        return $r
        } 4<&0
        T=limited; timeout 5 true 2>/dev/null && T='timeout 10'
        apart() { { exec "$@" 2>&1 3>&- & } | $T cat; }
        S=${SSH_CONNECTION:-$3}
        printf '\n%s rights %s\n%s\n' "$N" "$1" "$2"
        K=$(uname -s -n -r -m)
        printf '\n%s kernel %s\n' "$N" "$K"
        case $K in Linux*) ;; *) exit 0 ;; esac
        run() {
        printf '\n%s begin %s\n' "$N" "$1"
        { E=$({ "p_$1" 2>&1 1>&3 3>&- </dev/null; printf '\n%s' "$?"; }); } 3>&1
        L=$1${E##*[!0-9]}
        printf '\n%s error\n%s\n%s end\n' "$N" "$E" "$N"
        }
        attr() { { IFS= read -r v <"$1/$2"; } 2>/dev/null && printf 'attr %s=%s\n' "$2" "$v"; }

        """#
}
