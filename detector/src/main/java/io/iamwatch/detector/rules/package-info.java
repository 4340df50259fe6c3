/**
 * The rules in force: what {@code rules.yaml} may say, read with line and column of each error, written canonically
 * for the topic {@code iamwatch.rules}, explained in plain words. Pure: the text is an argument, and so is every
 * time.
 */
package io.iamwatch.detector.rules;
