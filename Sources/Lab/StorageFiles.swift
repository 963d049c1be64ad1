/// The configuration of the NFS server: pure text. NFSv3, since libnfs cannot write to ganesha by v4.
struct StorageFiles {
    let layout: LabLayout

    private var folder: String { layout.folder(.nfs1) }

    var ganesha: String {
        """
        NFS_CORE_PARAM {
            Protocols = 3; NFS_Port = 2049; MNT_Port = 20048; NLM_Port = 32803;
            Enable_RQUOTA = false; mount_path_pseudo = true; Bind_addr = 0.0.0.0;
        }
        EXPORT {
            Export_Id = 1; Path = \(layout.repository); Pseudo = /sr; Access_Type = RW; Squash = no_root_squash;
            SecType = sys; Protocols = 3; Transports = TCP; FSAL { Name = VFS; }
        }
        LOG { Default_Log_Level = EVENT; }

        """
    }

    var initScript: String {
        """
        mount --make-rprivate /
        hostname nfs1
        mount --bind \(folder)/run /run
        mkdir -p /run/ganesha /run/rpcbind
        mount --bind \(folder)/lib /var/lib/nfs
        rpcbind -f -w -h \(LabNode.nfs1.address) &
        sleep 0.5
        ganesha.nfsd -F -L \(folder)/ganesha.log -f \(folder)/ganesha.conf -p /run/ganesha.pid -N EVENT &
        while :; do wait -n; [ $? = 127 ] && sleep 1; done

        """
    }
}
