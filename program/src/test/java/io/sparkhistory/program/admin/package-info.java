/** {@code AdminServerIT} shows the server for probes and metrics of both programs. */
@NullMarked
package io.sparkhistory.program.admin;

import org.jspecify.annotations.NullMarked;
