/** Alerts become incidents. Pure: what an incident is follows from the alert versions alone. */
package io.iamwatch.alerting.incident;
