/** Incidents as a terminal reads them from their topic, and commands for them. */
package io.iamwatch.deploy.incidents;
