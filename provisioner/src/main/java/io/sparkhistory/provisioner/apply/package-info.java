/** Writing to the cluster: only what differs, never what somebody else owns, and not too fast. */
@NullMarked
package io.sparkhistory.provisioner.apply;

import org.jspecify.annotations.NullMarked;
