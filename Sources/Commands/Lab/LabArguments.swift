public import ArgumentParser
public import Lab

extension Node: ExpressibleByArgument {}
extension LabSettings.Accelerator: ExpressibleByArgument {}
