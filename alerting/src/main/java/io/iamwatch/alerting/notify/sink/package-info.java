/** The thin edge towards those who are told: HTTP, and the client of Amazon SNS. */
package io.iamwatch.alerting.notify.sink;
