/**
 * Tests of HTTP/1.1 on bytes. The tables in {@code src/test/resources/http} are the specification;
 * {@code Wire} is their notation and {@code RequirementsTest} compares them with the RFCs'
 * requirements.
 *
 * <p>Heads: {@code HeadParserTest}, {@code HeadTest}, {@code LargestFieldTest}, {@code
 * PreferencesTest}, {@code SeenNamesTest}. Bodies: {@code BodyReaderTest}, {@code BodyWriterTest}.
 * What is sent on: {@code RequestHeadWriterTest}, {@code ResponseHeadWriterTest}, {@code
 * DocumentsTest}, {@code DocumentedFieldsTest}. Cost: {@code AllocationTest}, {@code
 * EightBytesTest}.
 *
 * <p>Against a second opinion: {@code NettyDifferentialTest} (Netty's codec, by {@code
 * MessageGenerator} and {@code Transcript}), {@code RequestHeadFuzz}, {@code ResponseHeadFuzz},
 * {@code ChunkedBodyFuzz} and {@code StreamFuzz} (the grammar of the RFCs, by {@code HeadBySpec}
 * and {@code FieldsBySpec}). {@code Feed}, {@code Reading} and {@code Chunks} cut a message in
 * every way.
 */
@NullMarked
package io.sparkhistory.gateway.http;

import org.jspecify.annotations.NullMarked;
