/**
 * Tests of the whole gateway: {@code LocalModeTest} what local mode makes of its options, {@code
 * LauncherIT} the script {@code sparkhistory}, {@code OpeningTest} and {@code ShutdownTest} start
 * and end, {@code WallsTest} the walls between packages, {@code ThreatModelTest} that each promise
 * of SECURITY.md has a test.
 */
@NullMarked
package io.sparkhistory.gateway;

import org.jspecify.annotations.NullMarked;
