/**
 * The HTTP/1.1 layer (RFC 9110, RFC 9112) on Netty's buffers: a head is copied once into a reused
 * array, everything said about it is offsets into that array, and it is sent on as bytes with the
 * edits of {@code HeaderRules}. Where the RFCs leave a choice, the strict one is taken: a message
 * that two readers could understand differently is refused, not repaired.
 *
 * <ul>
 *   <li>{@code HeadParser} reads a head into a {@code Head}. Its steps: {@code HeadEnd}, {@code
 *       RequestLine} or {@code StatusLine} with {@code Version}, {@code FieldLines}, {@code
 *       HeadSemantics} with {@code ConnectionOptions}, {@code Target} and {@code Authority}.
 *   <li>{@code BodyReader} follows the framing of a body, with {@code ChunkLine}; {@code
 *       BodyWriter} writes it.
 *   <li>{@code Preferences} reads what a client prefers, {@code LargestField} what is too large.
 *   <li>{@code RequestHeadWriter} and {@code ResponseHeadWriter} send a head on, with {@code
 *       Lines}.
 * </ul>
 *
 * <p>More files than other packages have, because each step is a page that reads beside its section
 * of the RFC. Nothing here allocates for a usual message once its {@code Head} is warm.
 */
@NullMarked
package io.sparkhistory.gateway.http;

import org.jspecify.annotations.NullMarked;
