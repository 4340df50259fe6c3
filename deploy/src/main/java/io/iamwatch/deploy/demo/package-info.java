/** What the demo plays into Kinesis, and what it sees come out. */
package io.iamwatch.deploy.demo;
