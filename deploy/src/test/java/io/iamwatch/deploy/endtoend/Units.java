package io.iamwatch.deploy.endtoend;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which unit a query's values have, by the names of its metrics, which end in theirs. */
final class Units {

    private static final Pattern METRIC = Pattern.compile("\\b(?:iamwatch|kafka|jvm|process|disk)[_:][a-zA-Z0-9_:]+");
    private static final Pattern QUOTIENT = Pattern.compile("\\) / (sum|\\()|_bytes\\{[^}]*} / |ratio_rate|_ratio\\b");

    private Units() {
    }

    /** Returns Grafana's name of the unit; empty where the name of no metric tells it. */
    static Optional<String> of(String expr) {
        String metric = METRIC.matcher(expr).results().map(found -> found.group()).findFirst().orElse("");
        boolean rate = expr.contains("rate(");
        if (expr.startsWith("histogram_quantile(") || metric.endsWith("_seconds") || metric.contains("_seconds:mean")
                || (metric.endsWith("_seconds_sum") && expr.contains("_seconds_count"))) {
            return Optional.of("s");
        }
        if (QUOTIENT.matcher(expr).find()) {
            // Of events to events it is a share; of what belongs to an alert or a day it is a number.
            return sameKind(expr) ? Optional.of("percentunit") : Optional.of("short");
        }
        if (metric.endsWith("_seconds_total") || metric.endsWith("_seconds_sum")) {
            return Optional.of(rate ? "percentunit" : "s");
        }
        if (metric.endsWith("_bytes_total")) {
            return Optional.of("Bps");
        }
        if (metric.endsWith("_bytes")) {
            return Optional.of("bytes");
        }
        if (metric.endsWith("_total")) {
            return Optional.of(rate ? "cps" : "short");
        }
        return metric.endsWith("_usage")
                ? Optional.of("percentunit")
                : metric.isEmpty() || metric.endsWith("_bucket")
                        ? Optional.empty()
                        : Optional.of("short");
    }

    private static boolean sameKind(String expr) {
        return !expr.contains("/ (3600") && !expr.contains("_alerts_total") && !expr.contains("_incidents_total");
    }
}
