// tests of Converter
