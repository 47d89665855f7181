package io.sparkhistory.gateway.http;

/**
 * Reason for refusing a head. The status is for the sender of a request; a refused head of a
 * response gives the client a 502, whatever the reason.
 */
public enum HeadError {
  LINE_END(400, "A line of the head does not end in CR LF."),
  REQUEST_LINE(400, "The request line is not 'method SP target SP HTTP-version'."),
  METHOD(400, "The method is not one that is served here."),
  TARGET(400, "The request target is not a path or URL with all other characters encoded."),
  AUTHORITY(400, "The host in the request target is not the one in the Host field."),
  STATUS_LINE(502, "The status line is not 'HTTP-version SP status SP reason'."),
  FOLDED(400, "A field is continued on a second line."),
  FIELD_NAME(400, "A field has no name, or one that holds characters that names cannot have."),
  FIELD_VALUE(400, "The value of a field holds control characters."),
  HOST(400, "There must be one Host field, and it must be a host with an optional port."),
  CONTENT_LENGTH(400, "There may be one Content-Length, and it must be a number of bytes."),
  TRANSFER_ENCODING(400, "The only transfer coding is one 'chunked', in HTTP/1.1."),
  TWO_LENGTHS(400, "Content-Length and Transfer-Encoding were both sent."),
  CONNECTION(400, "The Connection field is not a list of names."),
  MAX_FORWARDS(400, "An OPTIONS that counts its intermediaries is not passed on."),
  TARGET_TOO_LONG(414, "The request target is longer than this server reads."),
  EXPECTATION(417, "The only expectation that is met here is 100-continue."),
  TOO_LARGE(431, "The head is larger than this server reads."),
  TOO_MANY_FIELDS(431, "The head has more fields than this server reads."),
  VERSION(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");

  private final int status;
  private final String sentence;

  HeadError(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  /** HTTP status of the response to such a request. */
  public int status() {
    return status;
  }

  /** What is wrong, for the client; holds nothing of what was sent. */
  public String sentence() {
    return sentence;
  }
}
