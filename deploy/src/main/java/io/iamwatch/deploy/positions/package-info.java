/** Where ingest stands in its shards: shown and moved through the REST API of the Connect cluster that runs it. */
package io.iamwatch.deploy.positions;
