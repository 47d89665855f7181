package io.sparkhistory.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.access.IdentityFuzz;
import io.sparkhistory.gateway.http.ChunkedBodyFuzz;
import io.sparkhistory.gateway.http.RequestHeadFuzz;
import io.sparkhistory.gateway.http.ResponseHeadFuzz;
import io.sparkhistory.gateway.http.StreamFuzz;
import io.sparkhistory.gateway.http.Wire;
import io.sparkhistory.gateway.operations.AccessLogFuzz;
import io.sparkhistory.gateway.routing.LocationFuzz;
import io.sparkhistory.gateway.routing.RoutesFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The fuzz targets and where their seeds come from: the tables that are their specification, and a
 * file of their own with what was found and what no table has.
 */
@SuppressWarnings("ImmutableEnumChecker") // the properties hold no state
enum Target {
  REQUEST_HEAD(RequestHeadFuzz.class, RequestHeadFuzz::fuzzerTestOneInput) {
    @Override
    void tables(List<byte[]> seeds) {
      rows("http/request-heads.csv", 2, "", seeds);
      rows("http/request-edits.csv", 2, "", seeds);
      seeds.add(bytes("GET / HTTP/1.1¶Host: a¶" + "a: b¶".repeat(99) + "¶"));
    }
  },
  RESPONSE_HEAD(ResponseHeadFuzz.class, ResponseHeadFuzz::fuzzerTestOneInput) {
    @Override
    void tables(List<byte[]> seeds) {
      rows("http/response-heads.csv", 2, "", seeds);
      rows("http/response-edits.csv", 2, "", seeds);
      seeds.add(bytes("HTTP/1.1 200 OK¶" + "a: b¶".repeat(100) + "¶"));
    }
  },
  STREAM(StreamFuzz.class, StreamFuzz::fuzzerTestOneInput) {
    @Override
    void tables(List<byte[]> seeds) {
      rows("http/request-heads.csv", 2, "q", seeds);
      rows("http/response-heads.csv", 2, "r", seeds);
      String chunked = "PUT / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶";
      rows("http/chunked.csv", 2, "q" + chunked, seeds);
    }
  },
  CHUNKED_BODY(ChunkedBodyFuzz.class, ChunkedBodyFuzz::fuzzerTestOneInput) {
    @Override
    void tables(List<byte[]> seeds) {
      rows("http/chunked.csv", 2, "", seeds);
      seeds.add(bytes("1" + ";a".repeat(4096) + "¶x¶0¶¶"));
    }
  },
  ROUTES(RoutesFuzz.class, RoutesFuzz::fuzzerTestOneInput) {
    @Override
    void tables(List<byte[]> seeds) {
      rows("routing/routes.csv", 0, "", seeds);
    }
  },
  LOCATION(LocationFuzz.class, LocationFuzz::fuzzerTestOneInput) {
    @Override
    void tables(List<byte[]> seeds) {
      rows("routing/location-rewrites.csv", 0, "", seeds);
      rows("routing/location-rewrites.csv", 0, "5; url=", seeds);
      rows("routing/location-rewrites.csv", 0, "a=b; Path=", seeds);
    }
  },
  IDENTITY(IdentityFuzz.class, IdentityFuzz::fuzzerTestOneInput),
  ACCESS_LOG(AccessLogFuzz.class, AccessLogFuzz::fuzzerTestOneInput) {
    @Override
    void tables(List<byte[]> seeds) {
      rows("routing/routes.csv", 0, "", seeds);
    }
  };

  /** Throws when a property does not hold. */
  interface Property {
    void check(byte[] data) throws Exception;
  }

  private static final Path RESOURCES = Path.of("src/test/resources");

  final String className;
  final Property property;

  Target(Class<?> type, Property property) {
    this.className = type.getName();
    this.property = property;
  }

  /** Adds what the tables have, and what is at a limit, which is seldom met by chance. */
  void tables(List<byte[]> seeds) {
    // none for this one
  }

  /** File with seeds in the notation of {@link Wire}, one a line. */
  Path file() {
    String name = className.substring(className.lastIndexOf('.') + 1);
    return RESOURCES.resolve("fuzz").resolve(name + ".txt");
  }

  List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    tables(seeds);
    rows("fuzz/" + file().getFileName(), 0, "", seeds);
    return seeds;
  }

  private static void rows(String table, int column, String before, List<byte[]> seeds) {
    try {
      for (String line : Files.readAllLines(RESOURCES.resolve(table))) {
        String[] cells = table.endsWith(".csv") ? line.split("\\|", -1) : new String[] {line};
        if (!line.startsWith("#") && !line.startsWith("section|") && cells.length > column) {
          seeds.add(bytes(before + (column == 0 ? cells[0].strip() : cells[column])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The notation's, or the text itself where its backslashes are meant as such. */
  private static byte[] bytes(String notation) {
    try {
      return Wire.bytes(notation);
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      return notation.getBytes(ISO_8859_1);
    }
  }
}
