/**
 * Tests of local mode. {@code LocalBackendsIT} is the life of history servers as child processes,
 * {@code FailedServersIT} those that fail, {@code FatalLogsIT} logs that end them, {@code
 * LocalBackendsContractIT} that they are {@code Backends}, {@code OrphanIT} that none outlives a
 * gateway that was killed. {@code HistoryServerCommandTest}, {@code JavaForSparkTest} and {@code
 * SparkFetchIT} are what is started, {@code ServerLogTest} what it says, {@code AttemptCountTest}
 * {@code LogLocationTest} and {@code TenantFoldersTest} its logs, {@code ClassArchiveTest}, {@code
 * LauncherJarTest} and {@code StoreCacheTest} what spares a start time, {@code LocalDriversIT}
 * running applications, {@code LocalAccessTest} and {@code LoopbackNamesTest} who may come in,
 * {@code SteadyClockTest} the time, {@code StartTimesTest} how long a start usually takes.
 *
 * <p>Fixtures: {@code LocalFixture} is a local mode with {@code FakeHistoryServer}, {@code
 * ShiftedClock} its time. Tests with a real Spark are in module {@code local}.
 */
@NullMarked
package io.sparkhistory.gateway.local;

import org.jspecify.annotations.NullMarked;
