internal import Estate
internal import Yams

/// Reads a document strictly, and says of what is wrong in it where that stands.
struct DocumentReader {
    let text: String

    /// - Parameter decode: decodes the text, and takes the record along in its user information.
    /// - Throws: ``Slip``.
    func read<Value: Decodable>(_ decode: (KeyRecord) throws -> Strict<Value>) throws(Slip) -> Value {
        // Nearly every document is right, and that is soon said; all others are read again to say what is wrong.
        let quick = KeyRecord(isQuick: true)
        if let strict = try? decode(quick), quick.isClean { return strict.value }
        return try readExactly(decode)
    }

    private func readExactly<Value: Decodable>(_ decode: (KeyRecord) throws -> Strict<Value>) throws(Slip) -> Value {
        let record = KeyRecord()
        let value: Value
        do {
            value = try decode(record).value
        } catch let error as DecodingError {
            throw slip(error, record)
        } catch {
            throw Slip("\(error)")
        }
        if let slip = unknown(record) { throw slip }
        return value
    }

    private func slip(_ error: DecodingError, _ record: KeyRecord) -> Slip {
        if case .keyNotFound(let key, let context) = error {
            let path = context.codingPath.words
            let keys = record.keys(at: path)
            let misspelt = Nearest.name(to: key.stringValue, among: keys.present.subtracting(keys.known))
            if let misspelt { return unknown(misspelt, at: path, [key.stringValue]) }
        }
        if let yaml = error.underlying as? YamlError { return Slip(yaml.plainWords) }
        let place = TextPlaces(text).value(at: error.path)
        let reason = [place?.words, error.plainWords].compactMap(\.self).joined(separator: ": ")
        return Slip(reason, exit: error.underlying is Flaw ? .refused : .error)
    }

    /// The first key that nobody asked for.
    private func unknown(_ record: KeyRecord) -> Slip? {
        let all = record.unknown
        guard !all.isEmpty else { return nil }
        let places = TextPlaces(text)
        let sorted = all.map { (mark: places.key($0.key, at: $0.path), found: $0) }.sorted { one, other in
            (one.mark?.line ?? .max, one.mark?.column ?? .max, one.found.key)
                < (other.mark?.line ?? .max, other.mark?.column ?? .max, other.found.key)
        }
        let first = sorted[0].found
        var slip = unknown(first.key, at: first.path, first.known)
        if all.count > 1 { slip.because += " (and \(all.count - 1) more)" }
        return slip
    }

    private func unknown(_ key: String, at path: [String], _ known: Set<String>) -> Slip {
        let place = TextPlaces(text).key(key, at: path).map { "\($0.words): " } ?? ""
        let around = path.isEmpty ? "" : " in \(path.joined(separator: "."))"
        return Slip("\(place)the key \"\(key)\"\(around) is not known" + Nearest.hint(for: key, among: known))
    }
}

/// Why a document was not read.
struct Slip: Error {
    var because: String
    /// Refused, where the text can be read and cannot be meant.
    let exit: Exit

    init(_ because: String, exit: Exit = .error) {
        self.because = because
        self.exit = exit
    }
}
