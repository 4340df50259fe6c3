/** CloudTrail records read as what they did to identities. Pure. */
package io.iamwatch.detector.event;
