// tests of Probes
