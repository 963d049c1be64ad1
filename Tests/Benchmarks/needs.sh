# Sourced by the scripts beside it: what a script cannot do without is named at once, all of it, and how to get it.

# needs PROGRAM=PACKAGE…: Debian packages of programs that are not here end the script.
needs() {
    local pair missing=''
    for pair in "$@"; do
        [ -n "$(PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}")" ] || missing+=" ${pair#*=}"
    done
    [ -z "$missing" ] || { echo "$0 needs: apt-get install --no-install-recommends$missing" >&2; exit 3; }
}

# needs_built FILE…: programs of p2v that are not built end the script.
needs_built() {
    local file
    for file in "$@"; do
        [ -n "$(command -v "$file")" ] && continue
        echo "$0 needs $file: swift build -c release --product ${file##*/}" >&2
        exit 3
    done
}

# needs_lab P2V: a lab that does not run ends the script.
needs_lab() {
    "$1" lab exec true && return
    echo "$0 needs the lab: $1 lab up --no-server" >&2
    exit 3
}
