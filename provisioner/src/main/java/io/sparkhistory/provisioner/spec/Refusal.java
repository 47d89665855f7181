package io.sparkhistory.provisioner.spec;

import io.sparkhistory.api.Reason;

/**
 * Reason why a resource is refused.
 *
 * @param message sentence for the owner that ends with the next step
 */
public record Refusal(Reason reason, String message) {}
