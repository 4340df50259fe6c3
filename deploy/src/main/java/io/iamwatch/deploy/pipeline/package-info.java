/** The whole pipeline in one process: broker, Connect with ingest, detector, alerting. */
package io.iamwatch.deploy.pipeline;
