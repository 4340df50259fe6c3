/** Measures the detector on this machine: how near it comes to a consumer that does nothing, and how it grows. */
package io.iamwatch.deploy.bench;
