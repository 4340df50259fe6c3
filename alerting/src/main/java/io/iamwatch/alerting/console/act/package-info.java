/** What analysts may do with an incident, and what became of it. */
package io.iamwatch.alerting.console.act;
