/// How a real xapi is found on the network, and what it looks like while it is not whole.
extension MeasuredAnswer {
    static let outages: [MeasuredAnswer] =
        [
            MeasuredAnswer(
                "measurements are text",
                "NUMBERS /rrd_updates?session_id=@SESSION&start=0&host=true&json=true", "\"0 numbers\""),
            MeasuredAnswer("a path that is none", "GET /other", "500"),
            MeasuredAnswer("calls are posted", "GET /jsonrpc", "403"),
            MeasuredAnswer("nobody else can reach it", "LISTEN", "\"0100007F 0200007F\""),
            MeasuredAnswer("a member knows who is asked", whoIs, "HOST_IS_SLAVE [127.0.0.1]"),
        ] + away("refused", "no answer") + away("tls", "no answer") + away("empty", "an empty answer")
        + away("booting", "HOST_STILL_BOOTING []") + away("garbage", "a web page") + [
            MeasuredAnswer(
                "away for a while only",
                [#"ORDER {"away":"garbage","seconds":0.1,"host":1}"#, "WAIT", whoIs], ["HOST_IS_SLAVE [127.0.0.1]"]),
            MeasuredAnswer(
                "the time is asked of the host",
                [hang, #"LATE host.get_servertime ["@HOST"]"#], [contactless], afterwards: [back]),
            MeasuredAnswer(
                "and a start", [hang, #"LATE VM.start_on ["@VM", "@HOST", false, false]"#], [contactless],
                afterwards: [back]),
            MeasuredAnswer(
                "a token of another life is answered well, without news and unchanged",
                [
                    #"event.from [["pool"], "", 0.0]"#, #"ORDER {"life": true}"#, "LOGIN",
                    #"event.from [["pool"], "$1.token", 0.0]"#, #"event.from [["pool"], "$1.token", 0.0]"#,
                ], [#"{"events":[],"#]),
        ]

    private static let whoIs = "MEMBER VM.get_all []"
    private static let hang = #"ORDER {"hang": 1, "seconds": 0.25}"#
    private static let back = #"ORDER {"back": true}"#
    private static let contactless = "late: CANNOT_CONTACT_HOST [@HOST]"

    private static func away(_ kind: String, _ words: String) -> [MeasuredAnswer] {
        [
            MeasuredAnswer(
                "a member away: \(kind)", [#"ORDER {"away":"\#(kind)","seconds":600,"host":1}"#, whoIs], [words],
                afterwards: [back])
        ]
    }
}
