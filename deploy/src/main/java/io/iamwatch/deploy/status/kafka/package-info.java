/** What Kafka's metrics, those of the services among them, are for Prometheus: which, and under which names. */
package io.iamwatch.deploy.status.kafka;
