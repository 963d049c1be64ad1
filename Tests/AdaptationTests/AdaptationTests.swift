// tests of Adaptation
