/** IAM as a graph of intervals in event time: who and what existed, what held when. Pure. */
package io.iamwatch.detector.iam;
