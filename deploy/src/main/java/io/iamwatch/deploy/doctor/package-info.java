/** What is wrong with an installation, and what to do about it. */
package io.iamwatch.deploy.doctor;
