package io.sparkhistory.provisioner.spec;

import io.sparkhistory.api.Reason;

/**
 * Why a resource is not acted on.
 *
 * @param message a sentence for its owner that ends with the next step
 */
public record Refusal(Reason reason, String message) {}
