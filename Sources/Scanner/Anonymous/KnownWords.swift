/// Words that stand on so many servers that they tell nothing of any one. All other words are replaced or left out.
enum KnownWords {
    static let sources: Set<String> = [
        "none", "proc", "sysfs", "tmpfs", "devtmpfs", "devpts", "udev", "rootfs", "overlay", "cgroup", "cgroup2",
        "securityfs", "debugfs", "tracefs", "pstore", "efivarfs", "mqueue", "hugetlbfs", "configfs", "fusectl", "bpf",
        "binfmt_misc", "systemd-1", "sunrpc", "nfsd", "swap",
    ]

    static let places: Set<String> = [
        "/", "/boot", "/boot/efi", "/efi", "/home", "/root", "/usr", "/usr/local", "/opt", "/srv", "/tmp", "/var",
        "/var/log", "/var/log/audit", "/var/tmp", "/var/lib", "/var/lib/docker", "/var/lib/mysql", "/var/lib/pgsql",
        "/var/lib/postgresql", "/var/lib/libvirt", "/var/lib/libvirt/images", "/var/www", "/var/spool", "/var/mail",
        "/data", "/backup", "/mnt", "/media/cdrom", "/media/cdrom0", "/dev", "/dev/shm", "/dev/pts", "/dev/hugepages",
        "/dev/mqueue", "/proc", "/proc/sys/fs/binfmt_misc", "/run", "/run/lock", "/sys", "/sys/fs/cgroup",
        "/sys/kernel/debug", "/sys/kernel/security", "/sys/kernel/tracing", "/sys/fs/bpf", "/sys/fs/pstore",
        "/sys/firmware/efi/efivars", "swap", "none", "[SWAP]", "",
    ]

    static let options: Set<String> = [
        "rw", "ro", "defaults", "noatime", "relatime", "nodiratime", "nosuid", "nodev", "noexec", "auto", "noauto",
        "nofail", "_netdev", "sw", "user", "users", "acl", "discard", "bind", "remount", "sync", "async", "quota",
        "usrquota", "grpquota",
    ]

    static let programs: Set<String> = [
        "sshd", "ssh", "nginx", "apache2", "httpd", "lighttpd", "haproxy", "squid", "varnishd", "mysqld", "mariadbd",
        "postgres", "postmaster", "redis-server", "memcached", "mongod", "oracle", "tnslsnr", "db2sysc", "java",
        "node", "python", "python2", "python3", "perl", "ruby", "php-fpm", "beam.smp", "epmd", "named", "unbound",
        "dnsmasq", "ntpd", "chronyd", "systemd", "systemd-resolve", "systemd-network", "systemd-timesyn", "init",
        "rpcbind", "portmap", "rpc.statd", "rpc.mountd", "rpc.idmapd", "smbd", "nmbd", "winbindd", "cupsd", "master",
        "exim4", "sendmail", "dovecot", "slapd", "ns-slapd", "krb5kdc", "snmpd", "rsyslogd", "syslogd", "syslog-ng",
        "docker-proxy", "dockerd", "containerd", "kubelet", "kube-proxy", "etcd", "zabbix_agentd", "nrpe",
        "node_exporter", "collectd", "bacula-fd", "xinetd", "inetd", "dhclient", "dhcpd", "avahi-daemon", "vsftpd",
        "proftpd", "keepalived", "corosync", "pacemakerd", "glusterd", "glusterfsd", "ceph-osd", "ceph-mon", "tgtd",
        "iscsid", "multipathd", "cron", "atd", "puppet", "salt-minion", "chef-client", "splunkd", "filebeat",
    ]
}
