internal import Estate
internal import Shell

extension Lab {
    /// QEMU 10 for the hosts, unpacked from bookworm-backports and not installed: QEMU 7.2's emulation can corrupt a guest
    /// that migrates. Its package lists stay in the cache folder too; the machine's own sources are only read.
    ///
    /// - Returns: what the hosts will run.
    func fetchQEMU() async throws -> String {
        if exists(layout.qemu + "/usr/bin/qemu-system-x86_64") { return "QEMU 10, from the cache" }
        let temporary = layout.qemu + ".part"
        let script = """
            set -e
            rm -rf "$1"; mkdir -p "$1"/apt/lists/partial "$1"/apt/cache/archives/partial "$1"/debs
            uris=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
            [ -n "$uris" ] || uris=$(awk '$1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /:\\/\\//) {print $i; exit}}' \\
                /etc/apt/sources.list)
            printf 'Types: deb\\nURIs: %s\\nSuites: bookworm bookworm-backports\\nComponents: main\\nSigned-By: %s\\n' \\
                "$uris" /usr/share/keyrings/debian-archive-keyring.gpg > "$1"/apt/backports.sources
            set -- "$1" -o Dir::Etc::sourcelist="$1"/apt/backports.sources -o Dir::Etc::sourceparts=/dev/null \\
                -o Dir::State::lists="$1"/apt/lists -o Dir::Cache="$1"/apt/cache -o APT::Sandbox::User=root
            dir=$1; shift
            apt-get "$@" update -qq
            cd "$dir"/debs
            apt-get "$@" download -qq -t bookworm-backports qemu-system-x86 qemu-system-common qemu-system-data \\
                qemu-utils qemu-block-extra seabios
            for f in *.deb; do dpkg-deb -x "$f" "$dir"; done
            rm -rf "$dir"/debs "$dir"/apt
            """
        let output = try await Shell.run(Command(["bash", "-c", script, "fetch", temporary]))
        guard output.status == 0 else {
            return "the system's QEMU: bookworm-backports cannot be had (\(output.standardError.suffix(200))); "
                + "7.2 may corrupt a guest that migrates"
        }
        try await run("mv", temporary, layout.qemu)
        return "QEMU 10, from bookworm-backports"
    }
}
