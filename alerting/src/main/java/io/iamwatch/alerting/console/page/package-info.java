/** The pages: the list, the incident with its story first, and what stands around them. */
package io.iamwatch.alerting.console.page;
