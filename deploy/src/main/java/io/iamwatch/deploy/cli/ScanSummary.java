package io.iamwatch.deploy.cli;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.deploy.scan.Complaints;
import io.iamwatch.deploy.scan.Scanned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a scan came to, in a few lines for people. */
final class ScanSummary {

    private ScanSummary() {
    }

    static List<String> lines(Scanned scanned, Complaints complaints, Duration took) {
        List<String> lines = new ArrayList<>();
        lines.add(count(scanned.files(), "file") + " read"
                + some(complaints.unreadable(), " not or not to the end")
                + some(scanned.skipped(), " of digests or Insights skipped")
                + String.format(Locale.ROOT, ", %.1f s", took.toMillis() / 1000.0));
        lines.add(count(scanned.records(), "record") + ", of which " + number(scanned.relevant())
                + " relevant to the rules" + some(scanned.repeated(), " repeated") + some(scanned.late(), " late")
                + some(scanned.future(), " dated in the future") + "; " + number(complaints.rejected()) + " rejected");
        if (scanned.from() != null) {
            lines.add(count(scanned.accounts(), "account") + ", " + scanned.from() + " to " + scanned.to());
        }
        lines.add("alerts: " + alerts(scanned));
        return lines;
    }

    private static String alerts(Scanned scanned) {
        List<Severity> highestFirst = Arrays.asList(Severity.values());
        Collections.reverse(highestFirst);
        String counts = highestFirst.stream().filter(severity -> scanned.alerts().count(severity) > 0)
                .map(severity -> number(scanned.alerts().count(severity)) + " "
                        + severity.caption().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "none" : counts;
    }

    private static String some(long count, String what) {
        return count == 0 ? "" : ", " + number(count) + what;
    }

    private static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
