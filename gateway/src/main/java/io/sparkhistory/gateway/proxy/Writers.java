package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.fence.FenceLines;
import io.sparkhistory.gateway.http.BodyWriter;
import io.sparkhistory.gateway.http.RequestHeadWriter;
import io.sparkhistory.gateway.http.ResponseHeadWriter;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.LocationRewriter;

/** Writes the messages of one event loop. For one thread. */
record Writers(
    RequestHeadWriter request,
    BodyWriter requestBody,
    ResponseHeadWriter response,
    BodyWriter responseBody,
    DateLine date,
    FenceLines fence) {

  static Writers of(HeaderRules rules, String userHeader, DateLine date, FenceLines fence) {
    return new Writers(
        new RequestHeadWriter(rules, userHeader),
        new BodyWriter(rules::requestTrailer),
        new ResponseHeadWriter(rules, new LocationRewriter()),
        new BodyWriter(rules::responseTrailer),
        date,
        fence);
  }
}
