/** How delays, and what a service does of itself, are counted, the same way in every service. */
package io.iamwatch.contracts.measure;
