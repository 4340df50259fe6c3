/** How delays are counted, the same way in every service. */
package io.iamwatch.contracts.measure;
