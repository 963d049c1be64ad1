internal import Foundation

/// What an operator should read although it is not the command's output: standard error, one line each.
enum Note {
    static func write(_ text: String) {
        FileHandle.standardError.write(Data("note: \(text)\n".utf8))
    }
}
