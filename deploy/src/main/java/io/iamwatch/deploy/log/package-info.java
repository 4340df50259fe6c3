/** What a log line may hold: texts of attackers do no harm where logs are read. */
package io.iamwatch.deploy.log;
