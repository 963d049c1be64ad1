import Estate
import Testing

@testable import Scanner

/// Half of a list is no list: what is missing from it would be missing from the plan, and nobody would be told.
@Suite struct PartialAnswerTests {
    private func profile(_ sections: [String: String]) -> ServerProfile {
        var answers = Answers(rights: "root", kernel: "Linux")
        answers.uname = ["h", "6.1", "x86_64"]
        for (name, text) in sections { answers.sections[name] = Answer(text: text) }
        return ProfileBuilder(answers: answers, address: "ssh://h", host: "h", now: Moment(seconds: 0)).profile()
    }

    @Test(arguments: [Int32(124), 137, 139, 255])
    func `what a tool printed before it was ended is not known`(status: Int32) {
        let cut = Answer(text: "Netid State\ntcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n", error: "", status: status)
        #expect(cut.read { $0 }.value == nil)
        #expect(Answer(text: cut.text, status: 1).read { $0 }.value != nil)
    }

    /// A licence dongle is a USB device: without the list of these a server was called ready.
    @Test func `devices are known when both lists of them are`() {
        let pci = "0x020000 0x8086 0x100e\n"
        #expect(profile(["pci": pci]).hardware.devices.value == nil)
        #expect(profile(["pci": pci, "usb": "00 0529:0001 HASP HL\n"]).hardware.devices.value?.count == 2)
        #expect(profile(["pci": pci, "usb": ""]).hardware.devices.value?.count == 1)
    }

    @Test func `arrays that were not asked for are not none`() {
        #expect(profile([:]).storage?.raidArrays.value == nil)
        #expect(profile(["files": ""]).storage?.raidArrays.value == [])
    }

    /// The file beside the link is what somebody meant once; programs read the link.
    @Test func `the time zone is the one that programs read`() {
        let link = "/usr/share/zoneinfo/Europe/Berlin\n"
        let both = profile(["timezone": link, "/etc/timezone": "Etc/UTC\n"])
        #expect(both.system.timeZone == .known("Europe/Berlin"))
        #expect(profile(["timezone": "", "/etc/timezone": "Etc/UTC\n"]).system.timeZone == .known("Etc/UTC"))
    }
}
