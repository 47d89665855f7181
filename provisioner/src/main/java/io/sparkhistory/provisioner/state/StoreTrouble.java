package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;

/**
 * Why the store is not as the resource asks, although the server runs.
 *
 * @param message a sentence with what helps
 */
public record StoreTrouble(Reason reason, String message) {}
