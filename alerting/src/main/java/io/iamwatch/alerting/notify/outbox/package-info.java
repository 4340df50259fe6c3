/**
 * The thin edge towards Kafka: the outbox is read for each sink by itself, and what became of each notification is
 * written in the transaction that moves the sink's position.
 */
package io.iamwatch.alerting.notify.outbox;
