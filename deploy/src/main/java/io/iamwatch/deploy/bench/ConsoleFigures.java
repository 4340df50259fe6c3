package io.iamwatch.deploy.bench;

import java.util.List;

/**
 * What was measured of the console.
 *
 * @param incidents how many open incidents there were
 * @param alertsAsked how many alerts a second were to come
 * @param alertsPerSecond how many came, over the whole time of the measurement
 * @param incidentsPerSecond how many versions of incidents the console has read in that time, a second
 * @param pages one for each kind of page
 */
public record ConsoleFigures(int incidents, int alertsAsked, double alertsPerSecond, double incidentsPerSecond,
        List<Page> pages) {

    /**
     * A kind of page.
     *
     * @param what in words
     * @param medianMs half of the answers took less, milliseconds
     * @param p95Ms 95 of 100 took less
     * @param bytes how long the last answer was
     */
    public record Page(String what, double medianMs, double p95Ms, int bytes) {
    }
}
