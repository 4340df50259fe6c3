/** The canary: puts events that nobody did where events come from, and listens whether alerts come of them. */
package io.iamwatch.deploy.canary;
