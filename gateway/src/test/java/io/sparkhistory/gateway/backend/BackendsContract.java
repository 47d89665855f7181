package io.sparkhistory.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link Backends} promises. A test class for an implementation
 * extends this and says how to make one that has the tenants {@code ns-b} and {@code ns-a} with
 * history servers that can run, and nothing else.
 */
public abstract class BackendsContract {
  private static final Tenant A = new Tenant("ns-a");
  private static final Tenant B = new Tenant("ns-b");
  private static final Tenant NOBODY = new Tenant("nobody");

  /** The implementation under test. */
  protected abstract Backends backends();

  /** How long a server takes at most from being woken to being ready. */
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Test
  void aTenantWithoutAServerIsAbsentAndTheNextStepIsSaid() {
    assertThat(backends().find(NOBODY))
        .isInstanceOfSatisfying(
            Backend.Absent.class, absent -> assertThat(absent.nextStep()).isNotBlank());
  }

  @Test
  void allTenantsComeInTheOrderOfTheirNamesAndNoOther() {
    assertThat(backends().all()).extracting(Backends.Entry::tenant).containsExactly(A, B);
  }

  @Test
  void wakingOrTouchingATenantWithoutAServerMakesNone() {
    Backends backends = backends();
    backends.wake(NOBODY);
    backends.touch(NOBODY);
    assertThat(backends.find(NOBODY)).isInstanceOf(Backend.Absent.class);
    assertThat(backends.all()).extracting(Backends.Entry::tenant).doesNotContain(NOBODY);
  }

  @Test
  void aWokenServerGetsReadyAndTheOthersStayAsTheyAre() {
    Backends backends = backends();
    Backend before = backends.find(B);
    Backend.Ready ready = ready(backends, A);
    assertThat(ready.endpoint().port()).isBetween(1, 65535);
    assertThat(backends.find(B).getClass()).isEqualTo(before.getClass());
  }

  @Test
  void aReadyServerIsKnownByLowerCaseAuthoritiesWithAPort() {
    Endpoint endpoint = ready(backends(), A).endpoint();
    assertThat(endpoint.hostHeader()).isNotBlank();
    assertThat(endpoint.authorities())
        .isNotEmpty()
        .allSatisfy(authority -> assertThat(authority).matches(".+:[0-9]{1,5}"))
        .allSatisfy(
            authority -> assertThat(authority).isEqualTo(authority.toLowerCase(Locale.ROOT)));
  }

  @Test
  void wakingAServerThatRunsDoesNothing() {
    Backends backends = backends();
    Backend.Ready ready = ready(backends, A);
    backends.wake(A);
    assertThat(backends.find(A)).isEqualTo(ready);
  }

  @Test
  void theListShowsTheSameStateAsTheSingleQuestion() {
    Backends backends = backends();
    Backend.Ready ready = ready(backends, A);
    assertThat(backends.all())
        .filteredOn(entry -> entry.tenant().equals(A))
        .singleElement()
        .extracting(Backends.Entry::backend)
        .isEqualTo(ready);
  }

  @Test
  void theListCannotBeChangedFromOutside() {
    var all = backends().all();
    assertThatThrownBy(all::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void manyThreadsMayAskWakeAndTouchAtOnce() {
    Backends backends = backends();
    List<CompletableFuture<Void>> threads =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.runAsync(() -> useAlot(backends)))
            .toList();
    assertThatCode(() -> threads.forEach(CompletableFuture::join)).doesNotThrowAnyException();
    assertThat(ready(backends, B).endpoint().port()).isPositive();
  }

  /** Wakes a tenant and waits until its server is ready. */
  protected final Backend.Ready ready(Backends backends, Tenant tenant) {
    backends.wake(tenant);
    Eventually.holds(patience(), () -> backends.find(tenant) instanceof Backend.Ready);
    return (Backend.Ready) backends.find(tenant);
  }

  private static void useAlot(Backends backends) {
    for (int i = 0; i < 1000; i++) {
      backends.find(A);
      backends.wake(B);
      backends.touch(A);
      backends.touch(NOBODY);
      backends.all();
    }
  }
}
