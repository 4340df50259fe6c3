package io.iamwatch.deploy.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Wall-clock time in microseconds since 1970. */
final class Micros {

    private Micros() {
    }

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
