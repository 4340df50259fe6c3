/** What a service tells of itself to those who look after it: whether it works, and how well. */
package io.iamwatch.deploy.status;
