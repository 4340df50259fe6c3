/**
 * What has happened is judged again, by the rules of then and by others, and what that comes to is compared.
 * Nothing here reads a topic or a clock: whoever replays hands records in, in the order in which they arrived.
 */
package io.iamwatch.detector.replay;
