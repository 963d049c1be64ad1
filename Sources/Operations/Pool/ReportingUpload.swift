internal import Estate
internal import XenAPI

/// Says how much of a file has been sent.
final class ReportingUpload: UploadSource {
    let bytes: Int64
    private let file: FileUpload
    private let title: String
    private let report: ProgressReport

    init(_ file: FileUpload, title: String, report: @escaping ProgressReport) {
        (self.file, self.title, self.report) = (file, title, report)
        bytes = file.bytes
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = try file.read(at: offset, into: buffer)
        report(StepProgress(title, done: Double(offset) + Double(got), total: Double(bytes), unit: .bytes))
        return got
    }
}
