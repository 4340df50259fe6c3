/** One record in, versions of alerts out: the same for a topic and for a file. */
package io.iamwatch.detector.judge;
