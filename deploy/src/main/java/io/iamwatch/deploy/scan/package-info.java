/**
 * The detector's core over CloudTrail files with no Kafka: files in order → units of JSON → records → alerts that
 * stand.
 */
package io.iamwatch.deploy.scan;
