/** From what is known of an account, and an event, to what is known then and what changed about alerts. Pure. */
package io.iamwatch.detector.detection;
