// NFS
