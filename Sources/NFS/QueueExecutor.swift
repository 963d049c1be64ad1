internal import CLinux
internal import Dispatch
internal import Synchronization

/// Runs an actor's jobs on a dispatch queue: blocking C calls stay off Swift's pool.
///
/// Work of the queue that waits for something else does so with a look at ``bell``, which rings when a job comes.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue
    /// Jobs that are in the queue and have not begun.
    private let waiting = Atomic<Int>(0)
    /// An eventfd. Where the system has none left it never rings, and jobs wait for ``patience()`` to end.
    let bell: Int32

    init(label: String) {
        queue = DispatchQueue(label: label)
        bell = clinux_bell()
    }

    deinit { if bell >= 0 { close(bell) } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        waiting.add(1, ordering: .sequentiallyConsistent)
        queue.async {
            self.waiting.subtract(1, ordering: .sequentiallyConsistent)
            unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
        clinux_ring(bell)
    }

    /// Runs `work` behind the jobs that are in the queue now.
    func later(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    /// For work of the queue: milliseconds that it may wait, unless the bell rings.
    func patience() -> Int32 {
        clinux_hush(bell)
        // In this order: a job that comes now rings again.
        return waiting.load(ordering: .sequentiallyConsistent) > 0 ? 0 : 100
    }
}
