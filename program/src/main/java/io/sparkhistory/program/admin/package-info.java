/**
 * The admin server of both programs: {@code /livez}, {@code /readyz} and {@code /metrics} by
 * Netty's codec. It is not for browsers, and no request of theirs comes this way.
 */
@NullMarked
package io.sparkhistory.program.admin;

import org.jspecify.annotations.NullMarked;
