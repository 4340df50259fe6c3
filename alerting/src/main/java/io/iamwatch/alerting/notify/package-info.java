/**
 * What a notification looks like for each medium, where it goes, and when it is tried again. Pure: nothing is sent
 * here. All that an attacker may have written is neutralised before it comes into a text, and escaped for the
 * medium.
 */
package io.iamwatch.alerting.notify;
