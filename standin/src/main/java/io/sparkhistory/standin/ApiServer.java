package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The server. Safe to use from several threads; listens on a loopback port. */
public final class ApiServer implements AutoCloseable {
  private final Store store = new Store();
  private final Definitions definitions = new Definitions(store);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Interception> interceptions = new CopyOnWriteArrayList<>();
  private final AtomicLong watches = new AtomicLong();
  private volatile Predicate<JsonNode> rights = review -> true;
  private final HttpServer server;
  private final ExecutorService threads;

  private ApiServer(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", new Handler(this));
  }

  /** A running server. */
  public static ApiServer start() {
    return start(0);
  }

  /**
   * A running server on this port.
   *
   * @param port 0: any that is free
   * @param more kinds that are installed before anybody can ask
   */
  public static ApiServer start(int port, Kind... more) {
    ApiServer started = new ApiServer(port);
    List.of(more).forEach(started.definitions::add);
    started.server.start();
    return started;
  }

  /**
   * A request that was answered.
   *
   * @param path without the query
   * @param watch whether it was a watch
   * @param authorization the field of that name; empty when there was none
   */
  public record Request(
      String method, String path, String query, boolean watch, String authorization) {
    /** Whether it asked for something to be written, reviews and elections aside. */
    public boolean isWrite() {
      return !method.equals("GET") && !path.contains("/authorization.k8s.io/");
    }
  }

  /** Looks at every request first; throws {@link ApiError} to answer with an error. */
  public interface Interception {
    /**
     * Is called with the request.
     *
     * @param object the body of a write; a missing node otherwise
     */
    void see(String method, String path, JsonNode object) throws InterruptedException;
  }

  /** Base URL, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Adds a kind, as installing a CustomResourceDefinition does. */
  public void install(Kind kind) {
    definitions.add(kind);
  }

  /**
   * Has the definition of a kind be on its way out: no object of it is made any more, and those
   * that are there can be read and deleted.
   */
  public void terminate(String plural) {
    definitions.terminate(kind(plural));
  }

  /** Removes a kind with its objects, as deleting a CustomResourceDefinition does. */
  public void uninstall(String plural) {
    definitions.remove(kind(plural));
  }

  /**
   * Has this decide what may be done from now on, where everything may be done at first.
   *
   * @param granted sees the spec of a SubjectAccessReview
   */
  public void decideRights(Predicate<JsonNode> granted) {
    rights = granted;
  }

  /** Has every request looked at, until it is removed. */
  public AutoCloseable intercept(Interception interception) {
    interceptions.add(interception);
    return () -> interceptions.remove(interception);
  }

  /** What was asked so far, in order, without what is still being answered. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Forgets the requests so far. */
  public void clearRequests() {
    requests.clear();
  }

  /** How many watches are open. */
  public long watches() {
    return watches.get();
  }

  /** An object as the store has it; the kind is a plural such as {@code deployments}. */
  public Optional<JsonNode> get(String plural, String namespace, String name) {
    return store.get(kind(plural), namespace, name).map(JsonNode.class::cast);
  }

  /** All objects of a kind, as the store has them; an empty namespace means all. */
  public List<JsonNode> list(String plural, String namespace) {
    return List.copyOf(store.list(kind(plural), namespace, object -> true));
  }

  /** Puts an object there as if another client had: made when missing, otherwise replaced. */
  public JsonNode put(String plural, String namespace, String name, String yaml) {
    JsonNode object = Bodies.read(yaml);
    Address at = new Address(kind(plural), namespace, name, "");
    return store.change(
        at,
        true,
        (actual, ownership) -> {
          ownership.written(actual, object, "somebody");
          return object.deepCopy();
        });
  }

  /** Merges into an object, status and all, as if another client had. */
  public JsonNode merge(String plural, String namespace, String name, String yaml) {
    JsonNode patch = Bodies.read(yaml);
    return store.change(
        new Address(kind(plural), namespace, name, ""),
        false,
        (actual, ownership) -> {
          ObjectNode merged = (ObjectNode) Patches.merge(actual, patch);
          ownership.written(actual, merged, "somebody");
          return merged;
        });
  }

  /** Deletes an object and what belongs to it. */
  public void delete(String plural, String namespace, String name) {
    store.delete(new Address(kind(plural), namespace, name, ""));
  }

  /**
   * Puts an object there as no API server would, or as another version's schema allowed. It is in
   * every list and watch of its kind, whatever is selected.
   *
   * @param key by which the next one takes its place
   */
  public void odd(String plural, String key, String yaml) {
    store.odd(kind(plural), key, (ObjectNode) Bodies.read(yaml));
  }

  /** Takes all odd objects away; no watch tells of it. */
  public void noOddities() {
    store.noOddities();
  }

  /** Has every watch of the kind send this text. */
  public void say(String plural, String text) {
    store.say(kind(plural), text);
  }

  /** Answers watches that start in the past with 410 Gone. */
  public void forgetHistory() {
    store.forget();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  Store store() {
    return store;
  }

  Definitions definitions() {
    return definitions;
  }

  Predicate<JsonNode> rights() {
    return rights;
  }

  void seen(Request request) {
    requests.add(request);
  }

  void intercepted(String method, String path, JsonNode object) throws InterruptedException {
    for (Interception interception : interceptions) {
      interception.see(method, path, object);
    }
  }

  AtomicLong openWatches() {
    return watches;
  }

  private Kind kind(String plural) {
    return definitions.kinds().stream()
        .filter(each -> each.plural().equals(plural))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind " + plural));
  }
}
