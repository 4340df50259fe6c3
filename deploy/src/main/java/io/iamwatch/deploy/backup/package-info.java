/** Backup and restore of an installation that brings its own broker. */
package io.iamwatch.deploy.backup;
