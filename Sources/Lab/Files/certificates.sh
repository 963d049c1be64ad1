# The lab's own certificate authority and a certificate for each name. Arguments: FOLDER NAME=ADDRESS…
set -Eeu
trap 'echo "certificates.sh, line $LINENO: $BASH_COMMAND: status $?" >&2' ERR
umask 077
cd "$1"
shift
# make ARGUMENTS…: certtool talks about what it does; that matters only when it fails.
make() { certtool "$@" 2>log || { cat log >&2; return 1; }; }
make --generate-privkey --key-type ed25519 --outfile cakey.pem
printf 'cn = "p2v lab CA"\nca\ncert_signing_key\nexpiration_days = 3650\n' >ca.info
make --generate-self-signed --load-privkey cakey.pem --template ca.info --outfile cacert.pem
for pair in "$@"; do
    name=${pair%%=*} address=${pair#*=}
    mkdir -p "$name"
    make --generate-privkey --key-type rsa --bits 2048 --outfile "$name/key.pem"
    cat >"$name/info" <<INFO
organization = "p2v lab"
cn = "$name"
dns_name = "$name"
ip_address = "$address"
tls_www_server
tls_www_client
encryption_key
signing_key
expiration_days = 3650
INFO
    make --generate-certificate --load-privkey "$name/key.pem" --load-ca-certificate cacert.pem \
        --load-ca-privkey cakey.pem --template "$name/info" --outfile "$name/cert.pem"
done
