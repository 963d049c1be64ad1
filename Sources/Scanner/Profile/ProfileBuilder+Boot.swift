internal import Estate

extension ProfileBuilder {
    func boot() -> Boot {
        let initramfs = answers.read("tools") { text in
            InitramfsSettings.parse(tools: Set(Lines.of(text).map { $0.trimmed }), lines: answers.fileLines)
        }
        let grub = answers.read("/etc/default/grub") { KeyValues.parse($0) }
        return Boot(
            firmware: answers.read("firmware") { Firmware(rawValue: $0.trimmed) },
            secureBoot: answers.read("secureboot") { $0.split(whereSeparator: \.isWhitespace).last.map { $0 == "1" } },
            loader: answers.read("loader", BootLoader.parse), kernelCommandLine: answers.line("/proc/cmdline"),
            kernels: answers.read("kernels", KernelList.parse),
            initramfsTool: initramfs.flatMap { .from($0.tool, else: "no known initramfs tool is installed") },
            initramfsModules: initramfs.flatMap { .from($0.modules, else: "no known initramfs tool is installed") },
            efiEntries: answers.read("efibootmgr") { Lines.of($0).map(String.init) },
            resumeSettings: initramfs.value?.resume, grubDefaults: grub.value)
    }
}
