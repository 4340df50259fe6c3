/**
 * The whole stack in one process, without Docker and without AWS: a real broker, a distributed Connect worker and a
 * Kinesis emulator as a child process. For the demo, the benchmarks and the end-to-end tests. Every listener is
 * bound to loopback.
 */
package io.iamwatch.deploy.embedded;
