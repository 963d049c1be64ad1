internal import ArgumentParser
package import Lab

extension Node: ExpressibleByArgument {}
extension LabSettings.Accelerator: ExpressibleByArgument {}
