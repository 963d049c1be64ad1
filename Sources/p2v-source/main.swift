internal import BlockExport
internal import Glibc

exit(BlockExport.run(Array(CommandLine.arguments.dropFirst())))
