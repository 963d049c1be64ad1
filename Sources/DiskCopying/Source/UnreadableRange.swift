/// The source answered that it cannot read a range: the disk itself is damaged there.
struct UnreadableRange: Error {
    var range: Range<UInt64>
    var because: String
}
