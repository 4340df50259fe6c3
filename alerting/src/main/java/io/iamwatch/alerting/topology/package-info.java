/** The edge to Kafka: reads alerts, keeps incidents, writes incidents. */
package io.iamwatch.alerting.topology;
