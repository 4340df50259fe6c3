package io.iamwatch.deploy.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The processor time that threads of some names take from its creation on. Of one that has ended, what it took
 * since somebody looked last is lost.
 */
final class ThreadTimes {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Predicate<String> names;
    private final Map<Long, Long> before;
    private final Map<Long, Long> now = new HashMap<>();

    ThreadTimes(Predicate<String> names) {
        this.names = names;
        this.before = nanos();
    }

    /** Returns how much it is by now. */
    synchronized Duration taken() {
        now.putAll(nanos());
        return Duration.ofNanos(now.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L)).sum());
    }

    private Map<Long, Long> nanos() {
        Map<Long, Long> nanos = new HashMap<>();
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds())).filter(Objects::nonNull)
                .filter(thread -> names.test(thread.getThreadName())).mapToLong(ThreadInfo::getThreadId)
                .forEach(id -> nanos.put(id, threads.getThreadCpuTime(id)));
        // Of a thread that ends meanwhile nothing is known.
        nanos.values().removeIf(time -> time < 0);
        return nanos;
    }
}
