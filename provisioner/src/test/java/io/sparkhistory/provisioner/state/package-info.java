/**
 * Tests of the rules of a server's state. Desired: {@code SleepRuleTest} by {@code sleep-rule.csv},
 * {@code StartQueueTest} the order of starts, {@code TogetherTest} what it means on two CPUs,
 * {@code PodStartTest} how long a start took, {@code VisitsTest} and {@code RestartsTest} what is
 * remembered of Leases. Reported: {@code GoldenStatusTest} the status of each situation, by the
 * files in {@code status}, {@code HistoryServerConditionsTest} how conditions change, {@code
 * ApplicationsInStatusTest} the list of applications, {@code LogFolderTest} the condition {@code
 * LogDirectory}.
 */
@NullMarked
package io.sparkhistory.provisioner.state;

import org.jspecify.annotations.NullMarked;
