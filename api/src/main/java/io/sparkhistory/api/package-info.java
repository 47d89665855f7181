/** What the gateway and the provisioner share: the custom resource's model, names and labels. */
@NullMarked
package io.sparkhistory.api;

import org.jspecify.annotations.NullMarked;
