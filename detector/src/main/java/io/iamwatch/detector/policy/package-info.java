/**
 * What a policy document lets its holder become. Pure: parsed documents and what is known of the account go in, a
 * grade and the statements it rests on come out. {@link io.iamwatch.detector.policy.Grading} is the way in.
 */
package io.iamwatch.detector.policy;
