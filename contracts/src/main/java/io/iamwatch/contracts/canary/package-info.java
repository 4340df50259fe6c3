/**
 * Synthetic events that prove that the whole way works: what they look like, and how they are told from all others.
 */
package io.iamwatch.contracts.canary;
