package io.iamwatch.deploy.config;

/**
 * What is wrong with a configuration.
 *
 * @param key the key, as the file has it or would have it
 * @param message what is wrong and what would be right, for people. Quotes a value where the configuration has it
 *     in plain text, never what a secret stands for
 */
public record Problem(String key, String message) {
}
