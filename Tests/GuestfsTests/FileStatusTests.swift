import Testing

@testable import Guestfs

/// What a user loses if these fail: a FIFO or a device of a hostile guest is read as a configuration file.
@Suite struct FileStatusTests {
    @Test(arguments: [
        (0o100644, FileStatus.Kind.regular), (0o040755, .directory), (0o120777, .symbolicLink), (0o010644, .other),
        (0o020660, .other), (0o060660, .other), (0o140755, .other),
    ])
    func `the type of a file is read from its mode`(raw: Int, kind: FileStatus.Kind) {
        #expect(FileStatus(raw: Int64(raw), owner: 0, group: 0, bytes: 1).kind == kind)
    }

    @Test func `permission bits keep set-user-ID and sticky`() {
        #expect(FileStatus(raw: 0o104755, owner: 0, group: 0, bytes: 1).mode == 0o4755)
    }

    @Test func `a negative size of a broken file system is zero`() {
        #expect(FileStatus(raw: 0o100644, owner: 0, group: 0, bytes: -5).bytes == 0)
    }
}
