/** {@code FenceLinesTest} shows the policy and which hosts it names, by the table hosts.csv. */
@NullMarked
package io.sparkhistory.gateway.fence;

import org.jspecify.annotations.NullMarked;
