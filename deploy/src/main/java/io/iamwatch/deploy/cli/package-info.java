/** The command line. */
package io.iamwatch.deploy.cli;
