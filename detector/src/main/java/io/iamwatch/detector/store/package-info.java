/** How state is brought to disk: behind the thread that judges. */
package io.iamwatch.detector.store;
