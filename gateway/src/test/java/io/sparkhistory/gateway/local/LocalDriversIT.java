package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.HttpStub;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers on this machine, found by their files. */
class LocalDriversIT {
  private static final Tenant NS = new Tenant("ns-a");

  @TempDir Path folder;
  private Path running;
  private LocalFixture local;

  @BeforeEach
  void start() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-0");
    running = Files.createDirectories(folder.resolve("logs/ns-a/running"));
    local = LocalFixture.start(folder);
  }

  @AfterEach
  void stop() {
    local.close();
  }

  @Test
  void anApplicationIsShownWhileItsDriverSaysThatItRuns() throws IOException {
    HttpStub driver = driver("app-1");
    file("app-1", driver.port() + "\n");
    until("app-1", Driver.Running.class);
    Driver.Running shown = (Driver.Running) find("app-1");
    assertThat(shown.endpoint().host()).isEqualTo("127.0.0.1");
    assertThat(shown.endpoint().port()).isEqualTo(driver.port());
    assertThat(local.backends().drivers().of(NS))
        .singleElement()
        .satisfies(line -> assertThat(line.name()).isEqualTo("a job"))
        .satisfies(line -> assertThat(line.id()).isEqualTo("app-1"));
    assertThat(local.backends().drivers().find(new Tenant("ns-b"), "app-1"))
        .isEqualTo(Driver.ENDED);

    driver.close(); // the file stays
    until("app-1", Driver.Ended.class);
    assertThat(local.backends().drivers().of(NS)).isEmpty();
  }

  @Test
  void aPortThatIsAnothersNowShowsNobody() throws IOException {
    HttpStub driver = driver("app-2");
    file("app-1", Integer.toString(driver.port()));
    until("app-2", Driver.Ended.class);
    until("app-1", Driver.Ended.class);
    file("app-2", Integer.toString(driver.port()));
    until("app-2", Driver.Running.class);
    assertThat(find("app-1")).isEqualTo(Driver.ENDED);
    driver.close();
  }

  @Test
  void aFileThatIsTakenAwayOrNamesAnotherPortCounts() throws IOException {
    HttpStub first = driver("app-1");
    HttpStub second = driver("app-1");
    file("app-1", Integer.toString(first.port()));
    until("app-1", Driver.Running.class);
    file("app-1", Integer.toString(second.port()));
    Eventually.holds(
        () ->
            find("app-1") instanceof Driver.Running now && now.endpoint().port() == second.port());
    Files.delete(running.resolve("app-1"));
    until("app-1", Driver.Ended.class);
    first.close();
    second.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "70000", "-1", "80 80", "127.0.0.1:4040", "/etc/passwd"})
  void whatIsNoPortIsNotAsked(String content) throws IOException {
    HttpStub driver = driver("app-1");
    file("app-0", content);
    file("app-1", Integer.toString(driver.port()));
    Files.createSymbolicLink(running.resolve("app-2"), running.resolve("app-1"));
    Files.createDirectories(running.resolve("app-3"));
    until("app-1", Driver.Running.class); // so the folder has been read
    for (String none : new String[] {"app-0", "app-2", "app-3"}) {
      assertThat(find(none)).as(none).isEqualTo(Driver.ENDED);
    }
    driver.close();
  }

  private void file(String application, String content) throws IOException {
    Files.writeString(running.resolve(application), content);
  }

  private Driver find(String application) {
    return local.backends().drivers().find(NS, application);
  }

  private void until(String application, Class<? extends Driver> state) {
    Eventually.holds(() -> state.isInstance(find(application)));
  }

  /** What Spark responds about an application; 404 about others. */
  private static HttpStub driver(String application) {
    return HttpStub.start(
        request ->
            request.target().equals("/api/v1/applications/" + application)
                ? HttpStub.Response.ok("{\"id\" : \"" + application + "\", \"name\" : \"a job\"}")
                : HttpStub.Response.of(404, ""));
  }
}
