internal import Estate
internal import Shell

/// What runs on the server, for any POSIX shell.
enum SourceScripts {
    /// Status of ``powerOff(expecting:)`` when the server is not as the last pass left it.
    static let notAsExpected: Int32 = 71

    static func disks(_ devices: [String]) -> String {
        devices.map { device in
            let node = SSHConnection.quoted(device.split(separator: "/").last.map(String.init) ?? device)
            return """
                d=\(node)
                printf '%s\\t%s\\t%s\\t%s\\n' "$d" "$(cat "/sys/class/block/$d/size" 2>/dev/null)" \
                "$(lsblk -dno SERIAL "/dev/$d" 2>/dev/null)" "$(lsblk -dno WWN "/dev/$d" 2>/dev/null)"
                """
        }.joined(separator: "\n") + "\n"
    }

    /// Lines `boot ID`, `mark DIGEST`, `units` (there is a list) and `unit NAME`.
    static let condition = """
        set -e
        printf 'boot %s\\n' "$(cat /proc/sys/kernel/random/boot_id)"
        m=/var/lib/p2v/adaptation.json
        if [ -r "$m" ]; then printf 'mark %s\\n' "$(cksum < "$m" | tr ' ' -)"; fi
        if command -v systemctl >/dev/null && l=$(systemctl list-units --type=service \
        --state=active,activating,reloading --no-legend --plain --no-pager 2>/dev/null); then
        echo units
        printf '%s\\n' "$l" | while read -r u r; do [ -z "$u" ] || printf 'unit %s\\n' "$u"; done
        fi

        """

    static func condition(_ text: String, of server: String) throws(Failure) -> SourceCondition {
        let lines = text.split { $0.isNewline }.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        func values(_ word: String) -> [String] { lines.filter { $0.first == word && $0.count == 2 }.map { $0[1] } }
        guard let boot = values("boot").first else {
            throw Failure(
                "ask for its condition", on: server, because: "it does not tell its boot id",
                next: "log in to the server and look at /proc/sys/kernel/random/boot_id")
        }
        return SourceCondition(
            bootID: boot, activeUnits: lines.contains(["units"]) ? Set(values("unit")) : nil,
            mark: values("mark").first)
    }

    /// Powers off at once and without unmounting, so that the disks stay exactly as they were copied and remain a
    /// fallback (Linux, Documentation/admin-guide/sysrq.rst, command `o`). Looks first, in the same breath, whether the
    /// server is still the one that the last pass left.
    static func powerOff(expecting expected: StoppedSource) -> String {
        let trigger = "(sleep 1; echo o > /proc/sysrq-trigger) </dev/null >/dev/null 2>&1 &"
        let checks = expected.units.sorted().map { unit in
            let unit = SSHConnection.quoted(unit)
            return
                "case \"$(systemctl is-active \(unit))\" in inactive|failed) ;; *) no \"the unit \"\(unit)\" runs again\";; esac"
        }
        return """
            no() { echo "$1" >&2; exit \(notAsExpected); }
            [ "$(cat /proc/sys/kernel/random/boot_id)" = \(SSHConnection.quoted(expected.bootID)) ] || \
            no "it was started anew since the service was stopped"
            \(checks.joined(separator: "\n"))
            [ -e /proc/sysrq-trigger ] || { echo "its kernel has no /proc/sysrq-trigger" >&2; exit 1; }
            if [ "$(id -u)" = 0 ]; then \(trigger)
            else sudo -n /bin/sh -c '\(trigger)'
            fi

            """
    }
}
