internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Lab
internal import Terminal

/// Which lab: a machine can have several, each in a cache folder of its own.
struct LabOptions: ParsableArguments {
    @Option(help: "The folder that holds all of the lab (or P2V_LAB_CACHE; default \(LabSettings.defaultCache)).")
    var cache: String?

    /// The lab's folder, absolute, without links.
    var folder: String {
        let named = cache ?? ProcessInfo.processInfo.environment["P2V_LAB_CACHE"] ?? ""
        let folder = named.isEmpty ? LabSettings.defaultCache : named
        let path = folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// - Parameter quiet: no steps on standard error.
    func lab(
        rate: String? = LabSettings.defaultRate, accelerator: LabSettings.Accelerator = .tcg, quiet: Bool = false
    ) throws -> Lab {
        let settings = try LabSettings(cache: folder, rate: rate, accelerator: accelerator)
        return quiet ? Lab(settings) : Lab(settings, report: LabNarration().tell)
    }
}
