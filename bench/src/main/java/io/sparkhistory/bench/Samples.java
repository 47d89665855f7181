package io.sparkhistory.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import java.util.Set;

/** What browsers and history servers send, and the parts that every connection shares. */
final class Samples {
  static final String PREFIX = "/sparkhistory";
  static final String TENANT_PREFIX = PREFIX + "/ns-a";
  static final String HOST = "history.ns-a.svc:18080";
  static final String USER = "alice@example.com";
  static final Set<String> AUTHORITIES = Set.of(HOST, "10.0.0.9:18080");

  static final String TARGET =
      TENANT_PREFIX + "/history/app-20260101000000-0000/jobs/?completedJob.sort=Duration";

  static final ByteBuf REQUEST =
      buffer(
          "GET " + TARGET + " HTTP/1.1",
          "Host: kubeflow.example.com",
          "kubeflow-userid: " + USER,
          "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
          "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "Accept-Language: en-US,en;q=0.5",
          "Accept-Encoding: gzip, deflate, br, zstd",
          "Cookie: oauth2_proxy_kubeflow=" + "x".repeat(200),
          "Authorization: Bearer " + "y".repeat(200),
          "X-Forwarded-For: 203.0.113.7",
          "X-Forwarded-Proto: https",
          "X-Request-Id: 6f0c9a0e-4a52-4f0b-9b6e-0d5c1f3a7b21",
          "",
          "");

  static final ByteBuf RESPONSE =
      buffer(
          "HTTP/1.1 200 OK",
          "Date: Thu, 01 Jan 2026 00:00:00 GMT",
          "Cache-Control: no-cache, no-store, must-revalidate",
          "X-Frame-Options: SAMEORIGIN",
          "X-XSS-Protection: 1; mode=block",
          "X-Content-Type-Options: nosniff",
          "Content-Type: text/html;charset=utf-8",
          "Vary: Accept-Encoding",
          "Content-Length: 20480",
          "",
          "");

  static final ByteBuf REDIRECT =
      buffer(
          "HTTP/1.1 302 Found",
          "Date: Thu, 01 Jan 2026 00:00:00 GMT",
          "Location: http://" + HOST + "/history/app-20260101000000-0000/1/jobs/",
          "Content-Length: 0",
          "",
          "");

  static final ByteBuf CHUNKS =
      buffer("1000", "z".repeat(4096), "800", "z".repeat(2048), "0", "", "");

  private Samples() {}

  static HeadParser parser() {
    return new HeadParser(HeadLimits.DEFAULT, new FieldNames("kubeflow-userid", "kubeflow-groups"));
  }

  static HeaderRules rules() {
    return new HeaderRules(Set.of());
  }

  private static ByteBuf buffer(String... lines) {
    byte[] bytes = String.join("\r\n", lines).getBytes(ISO_8859_1);
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }
}
