package io.iamwatch.deploy.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** The most heap that this process has used: broker, readers and detector together, garbage included. */
final class HeapPeak {

    private HeapPeak() {
    }

    /** Counts from now on. */
    static void reset() {
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** Returns the sum of the pools' peaks, which need not have been at one moment: an upper bound, in bytes. */
    static long bytes() {
        return pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static List<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
