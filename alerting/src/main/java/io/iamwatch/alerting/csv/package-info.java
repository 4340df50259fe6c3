/** Incidents as a table for spreadsheets. */
package io.iamwatch.alerting.csv;
