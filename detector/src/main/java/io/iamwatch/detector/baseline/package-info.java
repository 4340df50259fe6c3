/** IAM snapshots of accounts: written as the parts that a topic takes, read as events. Pure. */
package io.iamwatch.detector.baseline;
