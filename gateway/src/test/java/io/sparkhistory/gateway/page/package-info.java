/**
 * Tests of pages: {@code EveryPageTest} what holds for all of them ({@code PageSamples}), {@code
 * PageFilesTest} writes them to look at, {@code OpenApiTest} compares JSON with its description;
 * {@code StartPageTest} ({@code StartSample}), {@code WaitingTest} and {@code RefusalsTest} each
 * kind; {@code AcceptTest}, {@code JsonTest}, {@code TemplateTest} and {@code TimesTest} their
 * parts.
 */
@NullMarked
package io.sparkhistory.gateway.page;

import org.jspecify.annotations.NullMarked;
