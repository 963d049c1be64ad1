# The lab's own certificate authority and a certificate for each name. Arguments: FOLDER NAME=ADDRESS…
set -eu
umask 077
cd "$1"
shift
certtool --generate-privkey --key-type ed25519 --outfile cakey.pem 2>/dev/null
printf 'cn = "p2v lab CA"\nca\ncert_signing_key\nexpiration_days = 3650\n' >ca.info
certtool --generate-self-signed --load-privkey cakey.pem --template ca.info --outfile cacert.pem 2>/dev/null
for pair in "$@"; do
    name=${pair%%=*} address=${pair#*=}
    mkdir -p "$name"
    certtool --generate-privkey --key-type rsa --bits 2048 --outfile "$name/key.pem" 2>/dev/null
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
    certtool --generate-certificate --load-privkey "$name/key.pem" --load-ca-certificate cacert.pem \
        --load-ca-privkey cakey.pem --template "$name/info" --outfile "$name/cert.pem" 2>/dev/null
done
