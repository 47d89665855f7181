/**
 * The Helm chart by itself, with Helm's own engine. {@code ChartTest}: it is clean, refuses what it
 * does not know, and takes or refuses the values of the chart before it, each of which {@code
 * OldValuesTest} tries. {@code ValuesTest}: each value of the schema has an effect and is
 * documented. {@code VersionsTest}: everything that is released has one version. That the chart
 * makes what kustomize makes is shown by {@code deploy/check/helm.test.js}, which needs {@code
 * kubectl}. {@code Chart} is their fixture.
 */
@NullMarked
package io.sparkhistory.chart;

import org.jspecify.annotations.NullMarked;
