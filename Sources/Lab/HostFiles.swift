/// The configuration of a pool host: pure text.
struct HostFiles {
    let layout: LabLayout
    let node: LabNode
    let uuid: String

    private var folder: String { layout.folder(node) }

    var libvirtd: String {
        """
        listen_tls = 1
        listen_tcp = 0
        listen_addr = "\(node.address)"
        auth_unix_ro = "none"
        auth_unix_rw = "none"
        unix_sock_group = "root"
        unix_sock_rw_perms = "0700"
        key_file = "/etc/pki/libvirt/private/serverkey.pem"
        cert_file = "/etc/pki/libvirt/servercert.pem"
        ca_file = "/etc/pki/CA/cacert.pem"
        host_uuid = "\(uuid)"
        keepalive_interval = 5
        keepalive_count = 3
        log_outputs = "2:file:/var/log/libvirt/libvirtd.log"

        """
    }

    /// Root runs QEMU and nothing is relabelled: a lab host has neither users nor cgroups of its own.
    var qemu: String {
        """
        user = "root"
        group = "root"
        dynamic_ownership = 0
        remember_owner = 0
        security_driver = "none"
        cgroup_controllers = []
        namespaces = []
        stdio_handler = "file"
        migration_address = "\(node.address)"
        migration_host = "\(node.address)"
        migrate_tls_x509_cert_dir = "/etc/pki/qemu"
        migrate_tls_x509_verify = 1
        default_tls_x509_verify = 1
        keepalive_interval = 5
        keepalive_count = 3

        """
    }

    /// The host's first process: private folders, a /dev without kvm, the newer QEMU laid over the system's, then the
    /// daemon. It goes on as the parent of QEMU processes, which daemonise.
    var initScript: String {
        """
        mount --make-rprivate /
        hostname \(node.rawValue)
        mount --bind \(layout.state)/hosts /etc/hosts
        \(overlay)
        mount -t tmpfs -o mode=755 tmpfs \(folder)/dev
        for n in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 ptmx:5:2 fuse:10:229; do
            IFS=: read name major minor <<<"$n"
            mknod -m 666 \(folder)/dev/$name c $major $minor
        done
        mkdir \(folder)/dev/{net,pts,shm}
        mknod -m 666 \(folder)/dev/net/tun c 10 200
        mount --rbind /dev/pts \(folder)/dev/pts
        mount -t tmpfs tmpfs \(folder)/dev/shm
        ln -s /proc/self/fd \(folder)/dev/fd
        mount --rbind \(folder)/dev /dev
        mkdir -p /run/libvirt /etc/pki /var/cache/libvirt
        for p in run:/run/libvirt lib:/var/lib/libvirt log:/var/log/libvirt etc:/etc/libvirt cache:/var/cache/libvirt \\
            pki:/etc/pki; do
            mount --bind \(folder)/${p%%:*} ${p#*:}
        done
        [ ! -d /run/dbus ] || mount -t tmpfs tmpfs /run/dbus
        libvirtd --listen --config /etc/libvirt/libvirtd.conf --pid-file /run/libvirt/libvirtd.pid &
        while :; do wait -n; [ $? = 127 ] && sleep 1; done

        """
    }

    /// Whole folders are replaced, since QEMU aborts when it meets modules of another version.
    private var overlay: String {
        """
        if [ -x \(layout.qemu)/usr/bin/qemu-system-x86_64 ]; then
            for p in bin/qemu-system-x86_64 bin/qemu-img lib/x86_64-linux-gnu/qemu share/qemu share/seabios; do
                [ ! -e \(layout.qemu)/usr/$p ] || mount --bind \(layout.qemu)/usr/$p /usr/$p
            done
        fi
        """
    }
}
