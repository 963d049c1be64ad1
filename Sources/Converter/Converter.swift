// Converter
