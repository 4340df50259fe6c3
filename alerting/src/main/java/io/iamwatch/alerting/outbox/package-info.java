/** What must be told of incidents, and when: pure, by the wall clock that the caller gives. */
package io.iamwatch.alerting.outbox;
