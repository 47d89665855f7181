package io.sparkhistory.gateway.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedTenantsTest {
  private static final String ONE = "tenants: {a: {address: 'h:1', users: [alice], groups: [g]}}";
  private static final String OTHER = "tenants: {b: {address: 'h:2', users: [alice], groups: [g]}}";
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir Path folder;
  private Path file;
  private final List<Reload.Applied> first = new ArrayList<>();

  @BeforeEach
  void writeFile() throws IOException {
    file = folder.resolve("tenants.yaml");
    Files.writeString(file, ONE);
    // a file that is settled, as the clock says, is not changed within the same millisecond
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @Test
  void aTenantOfTheFileIsReadyAndAnyOtherAbsent() throws Exception {
    FixedTenants tenants = open();

    assertThat(tenants.find(new Tenant("a"))).isInstanceOf(Backend.Ready.class);
    assertThat(tenants.find(new Tenant("b"))).isInstanceOf(Backend.Absent.class);
    assertThat(tenants.all()).extracting(e -> e.tenant().namespace()).containsExactly("a");
  }

  @Test
  void namespacesAreListedInTheOrderOfTheirNames() throws Exception {
    Files.writeString(
        file, "tenants: {c: {address: 'h:1'}, a: {address: 'h:1'}, b: {address: 'h:1'}}");

    assertThat(open().all()).extracting(e -> e.tenant().namespace()).containsExactly("a", "b", "c");
  }

  @Test
  void viewersMayLookAndChangeNothing() throws Exception {
    Files.writeString(file, "tenants: {a: {address: 'h:1', users: [alice], viewers: [bob]}}");
    FixedTenants tenants = open();

    assertThat(review(tenants, "a", "bob")).isInstanceOf(Allowed.class);
    assertThat(review(tenants, Verb.UPDATE, "bob")).isInstanceOf(Denied.class);
    assertThat(review(tenants, Verb.UPDATE, "alice")).isInstanceOf(Allowed.class);
  }

  @Test
  void theApplicationsOfTheFileRun() throws Exception {
    Files.writeString(
        file,
        "tenants: {a: {address: 'h:1', applications: {app-1: {address: 'd:4040', name: n}}}}");
    Drivers drivers = open().drivers();

    assertThat(drivers.find(new Tenant("a"), "app-1")).isInstanceOf(Driver.Running.class);
    assertThat(drivers.find(new Tenant("a"), "app-2")).isEqualTo(Driver.ENDED);
    assertThat(drivers.find(new Tenant("b"), "app-1")).isEqualTo(Driver.ENDED);
    assertThat(drivers.of(new Tenant("a")))
        .extracting("id", "name")
        .containsExactly(tuple("app-1", "n"));
    assertThat(drivers.of(new Tenant("b"))).isEmpty();
  }

  @Test
  void usersAndGroupsOfTheFileAreLetInAndNobodyElse() throws Exception {
    FixedTenants tenants = open();

    assertThat(review(tenants, "a", "alice")).isInstanceOf(Allowed.class);
    assertThat(review(tenants, "a", "bob", "x", "g")).isInstanceOf(Allowed.class);
    assertThat(review(tenants, "a", "bob")).isInstanceOf(Denied.class);
    assertThat(review(tenants, "a", "ALICE")).isInstanceOf(Denied.class);
    assertThat(review(tenants, "a", "g")).isInstanceOf(Denied.class);
    assertThat(review(tenants, "a", "bob", "alice")).isInstanceOf(Denied.class);
  }

  @Test
  void aTenantThatDoesNotExistLooksLikeOneThatIsNotYours() throws Exception {
    FixedTenants tenants = open();

    assertThat(review(tenants, "zzz", "alice")).isEqualTo(review(tenants, "a", "mallory"));
  }

  @Test
  void aChangedFileReplacesEverything() throws Exception {
    FixedTenants tenants = open();

    Files.writeString(file, OTHER);

    assertThat(tenants.reload()).isEqualTo(new Reload.Applied(1, List.of()));
    assertThat(tenants.find(new Tenant("a"))).isInstanceOf(Backend.Absent.class);
    assertThat(review(tenants, "a", "alice")).isInstanceOf(Denied.class);
    assertThat(tenants.find(new Tenant("b"))).isInstanceOf(Backend.Ready.class);
    assertThat(tenants.reload()).isEqualTo(new Reload.Unchanged());
  }

  @Test
  void aBrokenFileKeepsTheOldStateAndIsToldOnce() throws Exception {
    FixedTenants tenants = open();

    Files.writeString(file, "tenants: {a: {}}");

    assertThat(tenants.reload()).isInstanceOf(Reload.Refused.class);
    assertThat(tenants.reload()).isEqualTo(new Reload.Unchanged());
    assertThat(review(tenants, "a", "alice")).isInstanceOf(Allowed.class);
    Files.writeString(file, ONE);
    assertThat(tenants.reload()).isInstanceOf(Reload.Applied.class);
  }

  @Test
  void aFileThatGoesAwayAndComesBackUnchangedIsTold() throws Exception {
    FixedTenants tenants = open();
    Path aside = folder.resolve("aside");

    Files.move(file, aside);
    assertThat(tenants.reload())
        .isEqualTo(new Reload.Refused(List.of(file + ": there is no such file")));
    assertThat(tenants.reload()).isEqualTo(new Reload.Unchanged());
    assertThat(tenants.find(new Tenant("a"))).isInstanceOf(Backend.Ready.class);
    Files.move(aside, file);

    assertThat(tenants.reload()).isInstanceOf(Reload.Applied.class);
  }

  @Test
  void aSwappedSymbolicLinkIsAChange() throws Exception {
    Path old = Files.createDirectory(folder.resolve("1"));
    Path fresh = Files.createDirectory(folder.resolve("2"));
    Files.writeString(old.resolve("t"), ONE);
    Files.writeString(fresh.resolve("t"), OTHER);
    Files.delete(file);
    Files.createSymbolicLink(folder.resolve("data"), old);
    Files.createSymbolicLink(file, Path.of("data/t"));
    FixedTenants tenants = open();

    Files.createSymbolicLink(folder.resolve("data.new"), fresh);
    Files.move(folder.resolve("data.new"), folder.resolve("data"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(tenants.reload()).isInstanceOf(Reload.Applied.class);
    assertThat(tenants.find(new Tenant("b"))).isInstanceOf(Backend.Ready.class);
  }

  @Test
  void aChangeWithinTheClockTickOfTheFileSystemIsSeen() throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    FixedTenants tenants =
        FixedTenants.open(file, Clock.fixed(time.toInstant(), ZoneOffset.UTC), first::add);

    Files.writeString(file, OTHER); // as long as the first, in the same inode
    Files.setLastModifiedTime(file, time);

    assertThat(tenants.reload()).isInstanceOf(Reload.Applied.class);
  }

  @Test
  void aFileThatIsMissingAtTheStartIsOneSentence() {
    Path missing = folder.resolve("missing");
    InvalidTenantsException e =
        catchThrowableOfType(
            InvalidTenantsException.class,
            () -> FixedTenants.open(missing, Clock.systemUTC(), first::add));

    assertThat(e.problems()).containsExactly(missing + ": there is no such file");
  }

  @Test
  void bytesThatAreNotUtf8AndFilesThatAreTooLargeAreRefused() throws Exception {
    FixedTenants tenants = open();

    Files.write(file, new byte[] {'a', (byte) 0xFF});
    assertThat(tenants.reload()).isEqualTo(new Reload.Refused(List.of(file + ": is not UTF-8")));
    Files.write(file, new byte[TenantsFile.MAX_BYTES + 1]);
    assertThat(tenants.reload())
        .isEqualTo(new Reload.Refused(List.of(file + ": cannot be read: it is larger than 8 MiB")));
  }

  @Test
  void warningsOfTheFirstReadingAreTold() throws Exception {
    Files.writeString(file, "tenants: {a: {address: 'h:1'}}");

    open();

    assertThat(first).singleElement().satisfies(r -> assertThat(r.warnings()).hasSize(1));
  }

  @Test
  void watchingTellsChangesAndOutlivesAListenerThatThrows() throws Exception {
    FixedTenants tenants = open();
    BlockingQueue<Reload> seen = new LinkedBlockingQueue<>();
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      var watch =
          tenants.watch(
              scheduler,
              Duration.ofMillis(5),
              reload -> {
                seen.add(reload);
                throw new IllegalStateException("listener");
              });
      Files.writeString(file, "broken");
      assertThat(seen.poll(180, TimeUnit.SECONDS)).isInstanceOf(Reload.Refused.class);
      replace(OTHER);
      assertThat(seen.poll(180, TimeUnit.SECONDS)).isInstanceOf(Reload.Applied.class);
      watch.cancel(false);
    } finally {
      scheduler.shutdownNow();
    }
  }

  private void replace(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** With a clock for which the file is settled. */
  private FixedTenants open() throws InvalidTenantsException {
    return FixedTenants.open(file, Clock.fixed(LATER, ZoneOffset.UTC), first::add);
  }

  private static AccessDecision review(FixedTenants tenants, Verb verb, String user) {
    return tenants
        .review(new Caller(user, List.of()), new Tenant("a"), verb)
        .toCompletableFuture()
        .join();
  }

  private static AccessDecision review(
      FixedTenants tenants, String namespace, String user, String... groups) {
    return tenants
        .review(new Caller(user, List.of(groups)), new Tenant(namespace), Verb.GET)
        .toCompletableFuture()
        .join();
  }
}
