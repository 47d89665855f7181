package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkhistory.standin.http.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/** The server. Safe to use from several threads; listens on a loopback port. */
public final class ApiServer implements AutoCloseable {
  private final Store store = new Store();
  private final Definitions definitions = new Definitions(store);
  private final Faults faults = new Faults();
  private final Calls calls = new Calls();
  private final List<Interception> interceptions = new CopyOnWriteArrayList<>();
  private final AtomicLong watches = new AtomicLong();
  private final Listener listener;
  private volatile Rights rights = spec -> Optional.of("");
  private volatile Duration bookmarks = Duration.ofMinutes(1);
  private volatile String token = "";

  private ApiServer(int port) {
    listener = new Listener(port, new Handler(this));
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
    started.listener.start();
    return started;
  }

  /**
   * A request that was answered.
   *
   * @param path without the query
   * @param watch whether it was a watch
   * @param authorization the field of that name; empty when there was none
   * @param call the request in the words of RBAC
   */
  public record Request(
      String method, String path, String query, boolean watch, String authorization, Call call) {
    /** Whether it asked for something to be written, reviews and elections aside. */
    public boolean isWrite() {
      return !method.equals("GET") && !path.contains("/authorization.k8s.io/");
    }
  }

  /** Base URL, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The port, which stays the same when the server stops and listens again. */
  public int port() {
    return listener.port();
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What was asked, in the words of RBAC. */
  public Calls calls() {
    return calls;
  }

  /** Breaks all connections. */
  public void cutConnections() {
    listener.cut();
  }

  /** Nobody listens any more, no connection is left, and the port is free. */
  public void stop() {
    listener.stop();
  }

  /** Listens again, at the same address. */
  public void restart() {
    listener.restart();
  }

  /** Listens again, at the same address, with TLS and this certificate. */
  public void restart(SSLContext certificate) {
    listener.restart(certificate);
  }

  /**
   * Accepts this bearer token and no other from now on, where nobody was asked for one at first.
   */
  public void requireToken(String accepted) {
    token = accepted;
  }

  /** Has watches send a bookmark this often; a minute at first, as the real one. */
  public void bookmarkEvery(Duration pause) {
    bookmarks = pause;
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

  /** Has this decide what may be done from now on, where everything may be done at first. */
  public void decideRights(Rights decided) {
    rights = decided;
  }

  /** Has every request looked at, until it is removed. */
  public AutoCloseable intercept(Interception interception) {
    interceptions.add(interception);
    return () -> interceptions.remove(interception);
  }

  /** What was asked so far, in order, without what is still being answered. */
  public List<Request> requests() {
    return calls.requests();
  }

  /** Forgets the requests so far. */
  public void clearRequests() {
    calls.forget();
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

  /**
   * Puts an object there, as {@code kubectl apply} does with YAML or JSON of which it knows all.
   */
  public JsonNode apply(String yaml) {
    JsonNode object = Bodies.read(yaml);
    Kind kind =
        definitions.kinds().stream()
            .filter(each -> each.kind().equals(object.path("kind").asText()))
            .filter(each -> each.apiVersion().equals(object.path("apiVersion").asText()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such kind: " + yaml));
    JsonNode metadata = object.path("metadata");
    String namespace = metadata.path("namespace").asText();
    return put(new Address(kind, namespace, metadata.path("name").asText(), ""), object);
  }

  /** Puts an object there as if another client had: made when missing, otherwise replaced. */
  public JsonNode put(String plural, String namespace, String name, String yaml) {
    return put(new Address(kind(plural), namespace, name, ""), Bodies.read(yaml));
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
    store.history().say(kind(plural), text);
  }

  /** Answers watches that start in the past with 410 Gone. */
  public void forgetHistory() {
    store.history().forget();
  }

  /** Frees the memory of what happened until now, which every watch should have been told. */
  public void dropHistory() {
    store.history().drop();
  }

  @Override
  public void close() {
    listener.close();
  }

  Store store() {
    return store;
  }

  Definitions definitions() {
    return definitions;
  }

  Rights rights() {
    return rights;
  }

  Duration bookmarks() {
    return bookmarks;
  }

  boolean accepts(String authorization) {
    String accepted = token;
    return accepted.isEmpty() || authorization.equals("Bearer " + accepted);
  }

  void intercepted(String method, String path, JsonNode object) throws InterruptedException {
    for (Interception interception : interceptions) {
      interception.see(method, path, object);
    }
  }

  AtomicLong openWatches() {
    return watches;
  }

  private JsonNode put(Address at, JsonNode object) {
    return store.change(
        at,
        true,
        (actual, ownership) -> {
          ownership.written(actual, object, "somebody");
          return object.deepCopy();
        });
  }

  private Kind kind(String plural) {
    return definitions.kinds().stream()
        .filter(each -> each.isCalled(plural))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind " + plural));
  }
}
