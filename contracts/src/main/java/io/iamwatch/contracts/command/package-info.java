/** What analysts want done with incidents: the records of {@code iamwatch.verdicts}. */
package io.iamwatch.contracts.command;
