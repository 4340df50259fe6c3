/** What to do against a new administrator: commands for people to read and run, never run by us. */
package io.iamwatch.alerting.containment;
