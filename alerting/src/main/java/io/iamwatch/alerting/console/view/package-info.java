/**
 * What the console knows: the newest version of each incident, what of it a list shows, and how lists are asked
 * for.
 */
package io.iamwatch.alerting.console.view;
