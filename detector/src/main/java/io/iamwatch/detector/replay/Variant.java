package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.Rules;

/**
 * Rules that a replay judges by, beside others.
 *
 * @param name how reports call it
 * @param rules the rules
 */
public record Variant(String name, Rules rules) {
}
