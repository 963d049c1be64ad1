internal import Estate
internal import Operations

/// What would be done, in the words of `--dry-run`, and the form that does it.
struct PreviewPage {
    let action: Action
    let answer: DryRun.Answer
    /// Nil where it cannot be done.
    let token: String?

    var main: HTML {
        .all([
            .element("h1", [:], .text(action.title)), .element("p", [:], .text(action.consequence)),
            .heading("What p2v says of it now"), .output("Preview", answer.text),
            .heading("The command"), .command(action.command), confirmation,
        ])
    }

    private var confirmation: HTML {
        guard let token else {
            let words =
                answer.exit == Exit.done.rawValue
                ? "There is nothing to do."
                : "p2v refuses: \(TaskEnd(exit: answer.exit, at: Moment(seconds: 0)).words)."
            return .element(
                "p", ["class": answer.exit == 0 ? "mark unclear" : "mark critical", "role": "status"], .text(words))
        }
        return .all([
            .heading("Do it"),
            .element(
                "form", ["method": "post", "action": "/do"],
                .empty("input", ["type": "hidden", "name": "form", "value": token]),
                .element("label", ["for": "because"], .text("Why; it is kept with your name")),
                .empty(
                    "input",
                    [
                        "id": "because", "name": "because", "required": "", "maxlength": "\(ActionDesk.longestReason)",
                        "autocomplete": "off",
                    ]),
                .element("button", ["type": "submit", "class": "act"], .text(action.title))),
            .note(
                "p2v looks again before it begins, and refuses what has become untrue. This form can be sent once, within ten minutes."
            ),
        ])
    }
}

/// Where a VM shall go, and what is asked meanwhile.
enum MoveOrderPage {
    static func main(_ seen: PoolSight.SeenMachine, _ sight: PoolSight) -> HTML {
        let others = sight.hosts.map(\.host.name).filter { $0 != seen.machine.host }.sorted()
        return .all([
            .element("h1", [:], .text("Move \(seen.machine.name)")),
            .note(
                "When this page was made it was on \(seen.machine.host). Nothing moves before you have seen the preview."
            ),
            .element(
                "form", ["method": "get", "action": "/do/migrate"],
                .empty("input", ["type": "hidden", "name": "vm", "value": seen.machine.name]),
                .element("label", ["for": "to"], .text("To the host")),
                .element(
                    "select", ["id": "to", "name": "to"],
                    others.map { .element("option", ["value": $0], .text($0)) }),
                .element(
                    "label", ["for": "probe"],
                    .text(
                        "Probes of its service, with blanks between them: ping:10.0.0.53 dns:10.0.0.53/www.example.org")
                ),
                .empty("input", ["id": "probe", "name": "probe", "autocomplete": "off"]),
                .element("button", ["type": "submit"], .text("Preview"))),
        ])
    }
}

/// What can be done where a page says so; for those who only look, who can.
enum ActionLinks {
    static func html(_ visitor: Visitor, _ links: [(address: String, words: String)]) -> HTML {
        guard visitor.role == .operating else { return .none }
        return .element(
            "p", ["class": "actions"],
            links.map { .element("a", ["class": "button", "href": $0.address], .text($0.words)) })
    }
}

/// Tasks that were begun here, those that run first.
enum TasksPage {
    static func main(_ tasks: [TaskSeen], _ unreadable: [String]) -> HTML {
        .all([
            .element("h1", [:], .text("Tasks")),
            .note("What was begun from a console over this store. A task outlives the browser and the console."),
            unreadable.isEmpty
                ? .none
                : .element("p", ["class": "mark unclear"], .text("Not known: " + unreadable.joined(separator: "; "))),
            tasks.isEmpty
                ? .note("no task is known")
                : .table(
                    "Tasks", ["Begun", "Command", "Stands", "Who", "Why", "Ended"],
                    tasks.prefix(200).map { task in
                        [
                            .link(HTML.address("/task", task.order.id), task.order.begunAt.iso),
                            .text(task.order.command),
                            mark(task), .text(task.order.who), .text(task.order.because),
                            .text(task.end?.at.iso ?? "–"),
                        ]
                    }),
        ])
    }

    static func mark(_ task: TaskSeen) -> HTML {
        switch task.standing {
        case .starting: .mark("starts", .warning)
        case .running: .mark("runs", .warning)
        case .silent: .mark("ended without a word", .unclear)
        case .ended:
            .mark(task.end?.words ?? "not known", task.end.map { $0.exit == 0 ? .good : .critical } ?? .unclear)
        }
    }
}

/// One task: what it is, how it stands, and what it says.
struct TaskPage {
    let task: TaskSeen
    let output: String
    let visitor: Visitor

    var main: HTML {
        let order = task.order
        return .all([
            .element("h1", [:], .text(order.command)), .element("p", [:], TasksPage.mark(task)),
            FactList.html([
                ("Begun", order.begunAt.iso), ("By", order.who), ("Why", order.because),
                ("Ended", task.end?.at.iso ?? ""), ("Exit code", task.end.map { "\($0.exit)" } ?? ""),
                ("Not in the record", task.end?.notRecorded ?? ""),
            ]),
            task.standing == .silent
                ? .note(
                    "Its process is gone and has left no exit code. What it did is on record: run the command again, and p2v goes on or says how."
                )
                : .none,
            task.standing == .running
                ? ActionLinks.html(visitor, [(HTML.address("/do/stop", order.id), "Stop it…")]) : .none,
            .heading("What it says"), .output("Output", output.isEmpty ? "nothing yet" : output),
        ])
    }
}

/// Asks once more before a task is stopped.
enum StopPage {
    static func main(_ task: TaskSeen, token: String) -> HTML {
        .all([
            .element("h1", [:], .text("Stop the task")), .command(task.order.command),
            .element(
                "p", [:],
                .text(
                    "It is asked to stop as Ctrl-C asks it: a VM that is on its way stays where it was, and what was done is kept."
                )),
            .element(
                "form", ["method": "post", "action": "/do"],
                .empty("input", ["type": "hidden", "name": "form", "value": token]),
                .element("button", ["type": "submit", "class": "act"], .text("Stop it"))),
        ])
    }
}
