/** Transactions that Kafka's brokers never end, found and given the end that was decided. */
package io.iamwatch.deploy.transaction;
