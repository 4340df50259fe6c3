package io.iamwatch.detector.suggest;

import io.iamwatch.contracts.finding.DetectionFinding;

/**
 * An alert of an incident that was closed.
 *
 * @param incident the incident's uid
 * @param verdict what it was found to be, as in {@code false-positive}
 * @param closedBy who said so; hostile text, as all that people write
 * @param alert the alert's newest version
 */
public record ClosedAlert(String incident, String verdict, String closedBy, DetectionFinding alert) {
}
