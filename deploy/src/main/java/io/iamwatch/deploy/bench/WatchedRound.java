package io.iamwatch.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.topology.DetectorService;
import io.iamwatch.detector.topology.Generation;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A detector on what a broker holds, with all that watches it or with nothing of that. */
final class WatchedRound implements DetectorRun.Course {

    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Optional<Watchers> watchers;
    private final String application;
    private ThreadTimes ofDetector;
    private ThreadTimes ofWatchers;
    private long processNanos;
    private Duration detectorTime;
    private Duration watchersTime;
    private int scrapes;
    private long heard;

    private WatchedRound(String application, Optional<Watchers> watchers) {
        this.application = application;
        this.watchers = watchers;
    }

    /** Runs one with nothing that watches it. */
    static WatchingFigures.Round without(FilledBroker broker, String application, Path folder, int threads,
            InstantSource wallClock) throws InterruptedException {
        return new WatchedRound(application, Optional.empty()).run(broker, folder, threads, wallClock);
    }

    /** Runs one with all that watches it. */
    static WatchingFigures.Round with(FilledBroker broker, String application, Path folder, int threads,
            InstantSource wallClock) throws InterruptedException {
        try (Watchers watchers = new Watchers(broker, folder, wallClock)) {
            return new WatchedRound(application, Optional.of(watchers)).run(broker, folder, threads, wallClock);
        }
    }

    private WatchingFigures.Round run(FilledBroker broker, Path folder, int threads, InstantSource wallClock)
            throws InterruptedException {
        long records = broker.ends().values().stream().mapToLong(Long::longValue).sum();
        Duration time = new DetectorRun(broker, application, folder.resolve("state-" + application), threads,
                wallClock).run(this);
        return new WatchingFigures.Round(records, time, detectorTime, watchersTime, Duration.ofNanos(processNanos),
                scrapes, heard);
    }

    @Override
    public DetectorService start(Map<String, Object> settings) throws InterruptedException {
        Optional<CanaryMark> mark = watchers.map(Watchers::mark);
        return mark.isPresent()
                ? DetectorService.start(settings, Rules.DEFAULT, Generation.FIRST, mark.get())
                : DetectorService.startUncounted(settings, Rules.DEFAULT);
    }

    @Override
    public void begins() {
        processNanos = -process.getProcessCpuTime();
        // Streams and clients give their threads the name of the application.
        ofDetector = new ThreadTimes(name -> name.contains(application));
        ofWatchers = new ThreadTimes(Watchers::isOne);
        watchers.ifPresent(all -> all.beginScraping(ofWatchers::taken));
    }

    @Override
    public void ends() {
        detectorTime = ofDetector.taken();
        watchersTime = watchers.isPresent() ? ofWatchers.taken() : Duration.ZERO;
        processNanos += process.getProcessCpuTime();
        scrapes = watchers.map(Watchers::endScraping).orElse(0);
        heard = watchers.map(Watchers::awaitCanary).orElse(0L);
    }
}
