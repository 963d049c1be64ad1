/// The answer to a ``PageRequest``.
package struct PageReply: Sendable {
    package var status: Int
    package var headers: [(String, String)]
    package var body: String

    /// - Parameter type: the media type, with its character set.
    package init(
        _ status: Int = 200, type: String = "text/plain; charset=utf-8", headers: [(String, String)] = [],
        _ body: String
    ) {
        self.status = status
        self.headers = [("Content-Type", type)] + headers
        self.body = body
    }

    package static let notFound = PageReply(404, "there is no such page\n")

    /// The reason phrases of RFC 9110 that are used here.
    static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 303: "See Other"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 421: "Misdirected Request"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        default: "Answer"
        }
    }
}
