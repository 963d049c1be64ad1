internal import Dispatch
internal import Foundation

/// One signal, turned into a call; the second time it ends the process, unless ``SignalShield`` says that something is
/// being put back.
package final class InterruptSource {
    private let source: any DispatchSourceSignal

    package init(_ number: Int32, _ handle: @escaping @Sendable () -> Void) {
        // A handler that does nothing, not SIG_IGN: programs that p2v starts would inherit the latter.
        signal(number) { _ in }
        source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            handle()
            if !SignalShield.isUp { signal(number, SIG_DFL) }
        }
        source.resume()
    }

    package func end() { source.cancel() }
}
