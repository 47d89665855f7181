package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.backend.Backend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The states of a client connection and what ends each of them, without sockets: client-states.csv
 * is the table.
 */
@ExtendWith(BufferLeaks.class)
class ClientStateTest {
  private static final String FIELDS = "Host: h\r\nkubeflow-userid: alice\r\n";
  private static final String GET = "GET /sparkhistory/ns-a/ HTTP/1.1\r\n" + FIELDS + "\r\n";
  private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Pattern SECONDS = Pattern.compile("(\\d+) s pass(es)?");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  private final Machine machine = new Machine();
  private final CompletableFuture<AccessDecision> review = new CompletableFuture<>();
  private EmbeddedChannel client = machine.client();

  @AfterEach
  void end() {
    machine.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(
      resources = "/client-states.csv",
      delimiter = ';',
      numLinesToSkip = 1,
      emptyValue = "")
  void aStateEndsAsTheTableSays(
      String state, String events, String next, String status, String outcome) {
    bringTo(state);
    for (String event : events.split(", ", -1)) {
      happens(event);
    }
    String sent = Machine.sent(client);
    Matcher first = STATUS.matcher(sent);

    assertThat(Machine.state(client)).isEqualTo(next);
    assertThat(first.find() ? first.group(1) : null).as(sent).isEqualTo(status);
    if (outcome == null) {
      assertThat(machine.outcomes).isEmpty();
    } else {
      assertThat(machine.outcomes).containsExactly(outcome);
    }
    assertThat(machine.held).isEqualTo(next.equals("ForWake") ? 1 : 0);
  }

  @Test
  void theMapHasEveryState() throws IOException {
    List<String> states = new ArrayList<>();
    for (ClientState.Simple simple : ClientState.Simple.values()) {
      states.add(simple.name());
    }
    addConcrete(Wait.class, states);
    states.add(Forwarding.class.getSimpleName());
    Matcher table =
        Pattern.compile("### Where a request waits\n(.*?)\n## ", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs/architecture.md")));

    assertThat(table.find()).isTrue();
    assertThat(table.group(1).lines().filter(line -> line.startsWith("| `")))
        .map(line -> line.split("`", -1)[1])
        .containsExactlyInAnyOrderElementsOf(states);
  }

  private static void addConcrete(Class<?> type, List<String> names) {
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        addConcrete(permitted, names);
      } else {
        names.add(permitted.getSimpleName());
      }
    }
  }

  @Test
  void whoWaitsTooLongForAConnectionOfOthersIsRefused() {
    bringTo("ForFreeConnection");
    // the one that has the connection goes on: bytes of its response keep coming
    for (int i = 0; i < 11; i++) {
      machine.pass(Duration.ofSeconds(30));
      machine.arrives(machine.upstreams.getFirst().channel, "x");
    }

    assertThat(Machine.state(client)).isEqualTo("IDLE");
    assertThat(Machine.sent(client)).contains("503", "busy with other requests for too long");
    assertThat(machine.outcomes).containsExactly("overloaded");
  }

  @Test
  void aConnectionThatNobodyWantsAnyMoreGoesToThePool() {
    bringTo("ForNewConnection");
    happens("client leaves");
    happens("opened");

    assertThat(machine.idle).isEqualTo(1);
    assertThat(Machine.sent(machine.upstreams.getFirst().channel)).isEmpty();
  }

  @Test
  void theRequestOfAClientThatLeftIsNotPassedOn() {
    bringTo("ForFreeConnection");
    happens("client leaves");
    happens("connection is free");

    assertThat(machine.idle).isEqualTo(1);
    assertThat(Machine.sent(machine.upstreams.getFirst().channel)).doesNotContain("second");
  }

  @Test
  void aServerThatIsAskedForSomebodyWhoLeftIsNotListenedTo() {
    bringTo("Forwarding");
    happens("client leaves");

    assertThat(machine.upstreams.getFirst().channel.isOpen()).isFalse();
  }

  @Test
  void requestsThatComeAheadAreAnsweredOneAfterTheOther() {
    review.complete(new AccessDecision.Denied("test"));
    machine.review = () -> review;
    machine.arrives(client, GET + GET + GET);

    assertThat(Machine.sent(client).split("HTTP/1.1 403", -1)).hasSize(4);
    assertThat(Machine.state(client)).isEqualTo("IDLE");
  }

  private void bringTo(String state) {
    switch (state) {
      case "IDLE" -> {}
      case "READING_HEAD" -> happens("part of a head");
      case "ForPlan" -> {
        machine.review = () -> review;
        machine.arrives(client, GET);
      }
      case "ForNamespaces" -> {
        machine.review = () -> review;
        machine.arrives(client, "GET /sparkhistory/ HTTP/1.1\r\n" + FIELDS + "\r\n");
      }
      case "ForWake" -> {
        happens("server is asleep");
        machine.arrives(client, GET);
      }
      case "ForNewConnection" -> machine.arrives(client, GET);
      case "ForFreeConnection" -> {
        machine.arrives(machine.client(), GET.replace("ns-a/", "ns-a" + Machine.OTHER));
        happens("opened");
        machine.arrives(
            machine.upstreams.getFirst().channel,
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        machine.arrives(client, GET.replace("ns-a/", "ns-a/second"));
      }
      default -> bringToForwarding(state);
    }
    assertThat(Machine.state(client)).isEqualTo(state.split(" ", -1)[0]);
  }

  private void bringToForwarding(String state) {
    switch (state) {
      case "Forwarding", "ForSecondLook", "Forwarding to a client that does not read" ->
          machine.arrives(client, GET);
      case "Forwarding on a used connection" -> {
        machine.arrives(client, GET);
        happens("opened");
        happens("response");
        machine.outcomes.clear();
        assertThat(Machine.sent(client)).isNotEmpty();
        machine.arrives(client, GET);
        return;
      }
      case "Forwarding a part of a body" ->
          machine.arrives(
              client,
              GET.replace("GET", "POST")
                      .replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n")
                  + "5\r\nab");
      case "Forwarding a page of an application" ->
          machine.arrives(
              client,
              GET.replace("ns-a/", "ns-a/history/app/")
                  .replace("Host", "Accept: text/html\r\nHost"));
      default -> throw new IllegalArgumentException(state);
    }
    happens("opened");
    if (state.equals("ForSecondLook")) {
      happens("server closes");
    } else if (state.endsWith("does not read")) {
      happens("response without an end");
      client.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
      machine.arrives(machine.upstreams.getFirst().channel, "more");
    }
  }

  private void happens(String event) {
    Matcher time = SECONDS.matcher(event);
    if (time.matches()) {
      machine.pass(Duration.ofSeconds(Long.parseLong(time.group(1))));
      return;
    }
    switch (event) {
      case "client leaves" -> {
        var unused = client.close();
        machine.settle();
      }
      case "drain" -> machine.drain(Duration.ofSeconds(5));
      case "part of a head" -> machine.arrives(client, GET.substring(0, 30));
      case "rest of the head" -> machine.arrives(client, GET.substring(30));
      case "malformed rest" -> machine.arrives(client, "\r\n : \r\n\r\n");
      case "rest of the body" -> machine.arrives(client, "cde\r\n0\r\n\r\n");
      case "malformed chunk" -> machine.arrives(client, "cde\r\nnonsense\r\n");
      case "yes", "no", "nobody answers", "the review fails" -> answers(event);
      default -> serverDoes(event);
    }
  }

  private void answers(String event) {
    switch (event) {
      case "yes" -> review.complete(new AccessDecision.Allowed("test"));
      case "no" -> review.complete(new AccessDecision.Denied("test"));
      case "nobody answers" -> review.complete(new AccessDecision.Unavailable("test"));
      default -> review.completeExceptionally(new IllegalStateException("test"));
    }
    machine.settle();
  }

  private void serverDoes(String event) {
    switch (event) {
      case "server is asleep" -> machine.backend = new Backend.Asleep(Duration.ZERO);
      case "server is ready" -> machine.backend = Machine.ready(18080);
      case "server has moved" -> machine.backend = Machine.ready(18081);
      case "server fails" -> machine.backend = new Backend.Failed("It failed.", "Mend it.");
      case "server closes", "connection ends" -> machine.upstreams.removeFirst().closes();
      case "opened" -> machine.upstreams.getFirst().opens();
      case "refused" -> machine.upstreams.removeFirst().fails(new ConnectException("refused"));
      case "not opened in time" ->
          machine.upstreams.removeFirst().fails(new ConnectTimeoutException("late"));
      case "no socket" ->
          machine.upstreams.removeFirst().fails(new SocketException("Too many open files"));
      default -> machine.arrives(machine.upstreams.getFirst().channel, bytes(event));
    }
  }

  private static String bytes(String event) {
    return switch (event) {
      case "response" -> RESPONSE;
      case "response without an end" -> "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin";
      case "interim response" -> "HTTP/1.1 103 Early Hints\r\n\r\n";
      case "malformed response" -> "nonsense\r\n\r\n";
      case "connection is free" -> "x".repeat(1000);
      default -> throw new IllegalArgumentException(event);
    };
  }
}
