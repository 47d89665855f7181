/** Metrics and probes of the provisioner. */
@NullMarked
package io.sparkhistory.provisioner.operations;

import org.jspecify.annotations.NullMarked;
