// tests of Guestfs
