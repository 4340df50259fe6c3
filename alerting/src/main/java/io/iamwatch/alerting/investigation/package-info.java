/** What alerts tell of an incident beyond its story, and what an analyst asks of it. Pure. */
package io.iamwatch.alerting.investigation;
