package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.routing.ByteRange;

/** A request as {@code RequestGate} sees it. Valid until the request has ended. */
public interface Visit extends Proof.Evidence {

  String method();

  /** Path and query of the target, starting with a slash. */
  ByteRange target();

  /** Value of the Host field; empty when there is none, which HTTP/1.0 allows. */
  ByteRange host();

  /** Whether the client uses https, as the proxies in front of the gateway say. */
  boolean secure();

  /** How many user headers there are. */
  int userFields();

  /** Value of the first user header, without surrounding white space. */
  ByteRange user();

  /** Value of the first groups header. */
  ByteRange groups();

  /** Whether a browser fetches it ahead of a click that may never come. */
  boolean prefetch();

  /** What {@link #only} answers when the field is not there. */
  String NONE = "";

  /** What {@link #only} answers when the field is there twice; no field has this value. */
  String TWICE = "\n";

  /**
   * Value of a field that the gateway has no rule for; {@link #NONE} or {@link #TWICE}.
   *
   * @param name lower case
   */
  String only(String name);
}
