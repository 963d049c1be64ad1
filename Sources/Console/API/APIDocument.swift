internal import Estate
internal import Terminal

/// The description of the API (OpenAPI 3.1), made of the routes that answer.
struct APIDocument: Encodable {
    static let path = "/api/v1/openapi.json"

    private struct Info: Encodable {
        var title = "p2v console"
        var version = "1"
        var description = "What the pages show, as JSON. A key that is not here comes with another version."
    }
    private struct Media: Encodable { var schema: Schema }
    private struct Response: Encodable {
        var description: String
        var content: [String: Media]?
    }
    private struct Operation: Encodable {
        var operationId: String
        var summary: String
        var responses: [String: Response]
        var security = [["session": [String]()]]
    }
    private struct Path: Encodable { var get: Operation }
    private struct Security: Encodable {
        var type = "apiKey"
        var `in` = "cookie"
        var name = Gate.cookie
    }
    private struct Components: Encodable {
        var schemas = APISchemas.all
        var securitySchemes = ["session": Security()]
    }

    private var openapi = "3.1.0"
    private var info = Info()
    private var paths: [String: Path] = [:]
    private var components = Components()

    init() {
        for route in APIRoute.all { paths[route.path] = Self.path(route.path, route.summary, route.schema) }
        paths[Self.path] = Self.path(Self.path, "This description", .anything)
    }

    private static func path(_ path: String, _ summary: String, _ schema: Schema) -> Path {
        Path(
            get: Operation(
                operationId: path.split(separator: "/").dropFirst(2).joined(separator: "-").replacing(".", with: "-"),
                summary: summary,
                responses: [
                    "200": Response(
                        description: "As it is known now", content: ["application/json": Media(schema: schema)]),
                    "401": Response(description: "No session, or it has ended; the page to log in"),
                    "405": Response(description: "The console knows GET and POST only"),
                    "503": Response(description: "It is not known; why, in words"),
                ]))
    }

    var text: String { get throws { try JSONText.encode(self) } }
}

extension APIRoute {
    static var all: [APIRoute] { APIRoutes.all }
}

/// The documents' parts.
enum APISchemas {
    static let all: [String: Schema] = [
        "Pool": pool, "SeenHost": seenHost, "SeenMachine": seenMachine, "Host": host, "Machine": machine,
        "Storage": storage, "Trail": trail, "Task": task, "Examination": examination,
    ]

    private static let pool = Schema.object([
        "format": .constant("p2v-pool-sight/1"), "pool": .string, "hosts": .array(.reference("SeenHost")),
        "machines": .array(.reference("SeenMachine")), "storage": .array(.reference("Storage")),
        "survivesHostLoss": .observed(.boolean), "gaps": .array(.string), "seenAt?": .number, "failure?": .string,
        "version": .integer,
    ])
    private static let seenHost = Schema.object([
        "host": .reference("Host"), "isSeen": .boolean, "seenAt?": .number, "coresBusy?": .number,
        "reservedBytes?": .integer,
    ])
    private static let seenMachine = Schema.object([
        "machine": .reference("Machine"), "isSeen": .boolean, "seenAt": .number, "coresBusy?": .number,
    ])
    private static let host = Schema.object([
        "name": .string, "cpus": .integer, "memoryBytes": .integer, "freeMemoryBytes": .integer, "hypervisor": .string,
        "versions": .array(.string), "inMaintenance": .boolean, "reachable": .boolean, "because?": .string,
        "rates?": .anything, "cpuLevel?": .string, "tags?": .array(.string), "highAvailability?": .boolean,
        "machineOverhead?": .anything,
    ])
    private static let machine = Schema.object([
        "name": .string, "uuid": .string, "host": .string,
        "state": .oneOf(["running", "paused", "shutOff", "crashed", "unknown", "suspended"]), "vcpus": .integer,
        "memoryBytes": .integer, "overheadBytes?": .integer, "disks": .array(.string), "macs": .array(.string),
        "affinity?": .string, "tags?": .array(.string), "origin?": .anything,
    ])
    private static let storage = Schema.object([
        "name": .string, "url": .string, "totalBytes": .integer, "freeBytes": .integer, "because?": .string,
        "isDefault": .boolean, "rates?": .anything, "thin?": .boolean,
    ])
    private static let trail = Schema.object([
        "name": .string, "machine": .string, "from": .string, "to": .string, "begunAt": .number,
        "standing": .oneOf(["moving", "moved", "failed", "silent"]), "remainingBytes?": .integer, "pass?": .integer,
    ])
    private static let task = Schema.object([
        "order": .object([
            "format": .constant("p2v-task/1"), "id": .string, "command": .string, "words": .array(.string),
            "store": .string, "who": .string, "because": .string, "begunAt": .number,
        ]),
        "standing": .oneOf(["starting", "running", "ended", "silent"]),
        "end?": .object(["exit": .integer, "at": .number, "notRecorded?": .string]),
    ])
    private static let examination = Schema.object([
        "format": .constant("p2v-doctor/1"), "problems": .integer, "warnings": .integer,
        "findings": .array(
            .object([
                "area": .oneOf(["machine", "pool", "storage"]), "level": .oneOf(["ok", "warning", "problem"]),
                "subject": .string, "seen": .string, "hint?": .string,
            ])),
    ])
}
