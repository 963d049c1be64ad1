// tests of Lab
