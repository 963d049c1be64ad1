/// XML as machines write it: UTF-8, without a document type. A DTD can name files, and entities that grow without end;
/// nobody who answers p2v needs one.
enum PlainXML {
    /// What a parser may be given; nil for a document that declares a type, or entities, or another encoding.
    static func bytes(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        guard var text = String(validating: bytes, as: UTF8.self)?[...], !text.utf8.contains(0) else { return nil }
        // The declaration goes: it could say that these bytes are to be read in another encoding than here.
        if text.hasPrefix("<?xml") {
            guard let end = text.firstRange(of: "?>") else { return nil }
            text = text[end.upperBound...]
        }
        guard !text.contains("<!DOCTYPE"), !text.contains("<!ENTITY") else { return nil }
        return Array(text.utf8)
    }
}
