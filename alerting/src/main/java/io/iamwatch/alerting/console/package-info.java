/** The web console: incidents in a browser, and the REST API under it, thin on top of the topics. */
package io.iamwatch.alerting.console;
