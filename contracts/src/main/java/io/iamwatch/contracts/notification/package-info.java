/** What must be told, and what became of that: the records of the outbox and of the delivery log. */
package io.iamwatch.contracts.notification;
