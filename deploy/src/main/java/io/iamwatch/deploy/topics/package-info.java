/**
 * Topics written anew: with another number of partitions, or without an account. Kafka moves no record from one
 * partition to another and removes none from the middle, so each topic is copied, deleted, created and copied back.
 */
package io.iamwatch.deploy.topics;
