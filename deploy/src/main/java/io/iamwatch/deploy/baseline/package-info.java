/** Where IAM snapshots come from, a file or AWS itself, and how they get into their topic. */
package io.iamwatch.deploy.baseline;
