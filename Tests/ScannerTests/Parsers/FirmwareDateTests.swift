import Testing

@testable import Scanner

/// How old a machine is decides what is replaced first.
@Suite struct `The firmware's date` {
    @Test(arguments: [
        ("08/02/2014", "2014-08-02"), (" 1/5/2009 ", "2009-01-05"), ("13/02/2014", nil), ("02/30/2014", nil),
        ("01/01/1980", nil), ("2014-08-02", nil), ("", nil), ("08/02/14", nil), ("a/b/c", nil),
    ])
    func `is read as American firmware writes it, or not at all`(text: String, date: String?) {
        #expect(DMI.date(text) == date)
    }
}
