/** What operators of the provisioner see: metrics and probes. */
@NullMarked
package io.sparkhistory.provisioner.operations;

import org.jspecify.annotations.NullMarked;
