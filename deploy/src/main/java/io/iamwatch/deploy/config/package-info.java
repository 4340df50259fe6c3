/** The configuration of services: one file for all of them, read, checked and explained. */
package io.iamwatch.deploy.config;
