/**
 * What analysts found to be no attack becomes proposals for the allow-list. Nothing here is applied, and nothing
 * reads a topic or a clock: whoever asks hands in what was closed, and until when a proposal is to hold.
 */
package io.iamwatch.detector.suggest;
