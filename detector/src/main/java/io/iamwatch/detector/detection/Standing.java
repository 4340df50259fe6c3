package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Subject;

/**
 * An alert that stands.
 *
 * @param finding its newest version
 * @param created arrival of the record that raised it, milliseconds
 * @param key the target under the name that it had then: all versions of an alert have one key
 */
public record Standing(Finding finding, long created, Subject key) {
}
