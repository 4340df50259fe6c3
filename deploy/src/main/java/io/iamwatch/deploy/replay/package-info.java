/**
 * A range of a topic, or files, judged again: read once, in no group, written nowhere. The judging itself is the
 * detector's.
 */
package io.iamwatch.deploy.replay;
