package io.iamwatch.detector.rule;

/**
 * An alert that stands.
 *
 * @param finding its newest version
 * @param created arrival of the record that raised it, milliseconds
 */
public record Standing(Finding finding, long created) {
}
