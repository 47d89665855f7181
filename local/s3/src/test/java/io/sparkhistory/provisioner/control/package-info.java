/** What the provisioner reads of a real history server. */
@NullMarked
package io.sparkhistory.provisioner.control;

import org.jspecify.annotations.NullMarked;
