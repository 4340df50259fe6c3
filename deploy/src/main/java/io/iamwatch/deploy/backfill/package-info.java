/** CloudTrail archives, from S3 or a folder, into {@code cloudtrail.history}: each record exactly once. */
package io.iamwatch.deploy.backfill;
