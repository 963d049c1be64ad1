/// Options of a kernel command line, wherever they stand: in `grub.cfg`, in quotes in `/etc/default/grub`, after
/// `kernelopts=` in the environment block. Replaces single tokens and leaves all else as it is.
enum KernelOptions {
    private static let ends: Set<Character> = [" ", "\t", "\"", "'", "\n"]

    /// Calls `edit` with each `name=value` or bare `name` of the text; its answer takes the token's place, nil keeps it,
    /// an empty one drops it with one blank.
    static func rewrite(_ line: String, edit: (_ name: String, _ value: String?) -> String?) -> String {
        var output = ""
        var rest = Substring(line)
        while !rest.isEmpty {
            let gap = rest.prefix { ends.contains($0) }
            output += gap
            rest = rest.dropFirst(gap.count)
            let token = rest.prefix { !ends.contains($0) }
            rest = rest.dropFirst(token.count)
            guard !token.isEmpty else { continue }
            let (head, option) = afterAssignment(token)
            let name = String(option.prefix { $0 != "=" })
            let value = option.contains("=") ? String(option.dropFirst(name.count + 1)) : nil
            guard let edited = edit(name, value) else {
                output += token
                continue
            }
            output += head + edited
            if edited.isEmpty, rest.first == " " { rest = rest.dropFirst() }
        }
        return output
    }

    /// `kernelopts=root=/dev/sda1`: the first name is the variable's.
    private static func afterAssignment(_ token: Substring) -> (head: Substring, option: Substring) {
        let names = [
            "kernelopts=", "tuned_params=", "TUNED_BOOT_CMDLINE=", "GRUB_CMDLINE_LINUX=", "GRUB_CMDLINE_LINUX_DEFAULT=",
        ]
        for name in names where token.hasPrefix(name) {
            let option = token.dropFirst(name.count)
            return (token.prefix(name.count), option)
        }
        return ("", token)
    }
}
