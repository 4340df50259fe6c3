/** How what is known is written down: for a store on disk, for memory, for later versions of iamwatch. */
package io.iamwatch.detector.state;
