/** What is found, written as alerts that people and machines read. Pure. */
package io.iamwatch.detector.finding;
