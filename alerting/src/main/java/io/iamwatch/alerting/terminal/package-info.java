/**
 * Alerts and incidents as text for a terminal. Pure; everything that an attacker can write is made harmless here.
 */
package io.iamwatch.alerting.terminal;
