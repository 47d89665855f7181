/** Rows of a history server's list, from the custom resource and from local mode's own servers. */
@NullMarked
package io.sparkhistory.gateway.listed;

import org.jspecify.annotations.NullMarked;
