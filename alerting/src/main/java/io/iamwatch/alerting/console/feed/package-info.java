/** The console's ends at Kafka: incidents in, commands out. */
package io.iamwatch.alerting.console.feed;
