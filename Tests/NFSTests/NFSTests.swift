// tests of NFS
