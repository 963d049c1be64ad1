// tests of Libvirt
