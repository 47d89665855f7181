package io.sparkhistory.historyserver.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * As much of S3 as a history server uses, with the files of a folder as objects (Amazon S3 API:
 * ListObjectsV2, HeadObject, GetObject, PutObject, DeleteObject). Of what is written it keeps the
 * names.
 */
final class TrainingStore implements AutoCloseable {
  /** URL of the folder. */
  static final String URL = "s3a://training/logs";

  private static final String BUCKET = "/training";
  private static final String PREFIX = "logs/";
  private static final String TIME = "2026-01-01T00:00:00.000Z";
  private static final String HTTP_TIME = "Thu, 01 Jan 2026 00:00:00 GMT";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Path folder;
  private final Set<String> written = ConcurrentHashMap.newKeySet();

  private TrainingStore(HttpServer server, ExecutorService threads, Path folder) {
    this.server = server;
    this.threads = threads;
    this.folder = folder;
  }

  static TrainingStore serve(Path folder) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(any, 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    TrainingStore store = new TrainingStore(server, threads, folder);
    server.setExecutor(threads);
    server.createContext("/", store::respond);
    server.start();
    return store;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void respond(HttpExchange exchange) throws IOException {
    // clients compare the entity tag with a digest, but for encrypted objects
    exchange.getResponseHeaders().set("ETag", "\"0-1\"");
    exchange.getResponseHeaders().set("x-amz-server-side-encryption", "aws:kms");
    exchange.getResponseHeaders().set("x-amz-server-side-encryption-aws-kms-key-id", "training");
    try {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String key = path.startsWith(BUCKET + "/") ? path.substring(BUCKET.length() + 1) : "";
      String method = exchange.getRequestMethod();
      if (method.equals("PUT") || method.equals("POST")) {
        written.add(key);
        exchange.sendResponseHeaders(200, -1);
      } else if (method.equals("DELETE")) {
        written.remove(key);
        exchange.sendResponseHeaders(204, -1);
      } else if (key.isEmpty()) {
        send(exchange, list(String.valueOf(exchange.getRequestURI().getRawQuery())));
      } else {
        object(exchange, key, method.equals("HEAD"));
      }
    } finally {
      exchange.close();
    }
  }

  private void object(HttpExchange exchange, String key, boolean head) throws IOException {
    Path file = key.startsWith(PREFIX) ? folder.resolve(key.substring(PREFIX.length())) : folder;
    boolean empty = written.contains(key);
    if (!empty && (!file.normalize().startsWith(folder) || !Files.isRegularFile(file))) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] content = empty ? new byte[0] : Files.readAllBytes(file);
    exchange.getResponseHeaders().set("Last-Modified", HTTP_TIME);
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int to = content.length;
    if (range != null && range.matches("bytes=[0-9]{1,9}-[0-9]{0,18}")) {
      String[] parts = range.substring("bytes=".length()).split("-", -1);
      from = Math.min(Integer.parseInt(parts[0]), content.length);
      to = parts[1].isEmpty() ? to : (int) Math.min(to, Long.parseLong(parts[1]) + 1);
      String said = "bytes " + from + "-" + (to - 1) + "/" + content.length;
      exchange.getResponseHeaders().set("Content-Range", said);
    }
    int length = to - from;
    exchange.sendResponseHeaders(range == null ? 200 : 206, length == 0 ? -1 : length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(content, from, length);
    }
  }

  private static void send(HttpExchange exchange, String xml) throws IOException {
    byte[] body = xml.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String list(String query) throws IOException {
    String prefix = parameter(query, "prefix");
    boolean flat = parameter(query, "delimiter").isEmpty();
    StringBuilder contents = new StringBuilder();
    TreeSet<String> folders = new TreeSet<>();
    int count = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toArray(Path[]::new)) {
        String key = PREFIX + folder.relativize(file);
        int slash = key.indexOf('/', prefix.length());
        if (!key.startsWith(prefix)) {
          continue;
        }
        if (!flat && slash >= 0) {
          folders.add(key.substring(0, slash + 1));
          continue;
        }
        count++;
        contents.append("<Contents><Key>").append(key).append("</Key><LastModified>").append(TIME);
        contents.append("</LastModified><ETag>\"0\"</ETag><Size>").append(Files.size(file));
        contents.append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
      }
    }
    folders.forEach(
        each -> contents.append("<CommonPrefixes><Prefix>" + each + "</Prefix></CommonPrefixes>"));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>training</Name>"
        + ("<Prefix>" + prefix + "</Prefix><KeyCount>" + (count + folders.size()) + "</KeyCount>")
        + "<MaxKeys>5000</MaxKeys><IsTruncated>false</IsTruncated>"
        + contents
        + "</ListBucketResult>";
  }

  private static String parameter(String query, String name) {
    for (String part : query.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return URLDecoder.decode(part.substring(name.length() + 1), UTF_8);
      }
    }
    return "";
  }
}
