package io.iamwatch.deploy.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When things first happened, in microseconds of wall-clock time. Of too many, the oldest are forgotten. */
final class Moments {

    private static final int MOST = 100_000;

    private final Map<String, Long> micros = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized void first(String thing, long moment) {
        micros.putIfAbsent(thing, moment);
    }

    synchronized Optional<Long> of(String thing) {
        return Optional.ofNullable(micros.get(thing));
    }
}
