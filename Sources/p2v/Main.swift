internal import Commands
internal import Foundation

@main
struct Main {
    static func main() async {
        exit(await P2VCommand.launch(Array(CommandLine.arguments.dropFirst())))
    }
}
