package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.standin.Call;
import io.sparkhistory.standin.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to the view when the API server or the way to it fails. */
class SurvivalIT {

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  static boolean isList(Call call) {
    return call.verb().equals("list");
  }

  private static boolean isWatch(Call call) {
    return call.verb().equals("watch");
  }

  /** One that stays, one that vanishes and one that comes while nobody looks. */
  private void changeAlot() {
    cluster.server("stays", "Failed");
    cluster.standIn.delete(
        "sparkhistoryservers.sparkhistory.io", "vanishes", "spark-history-server");
    cluster.server("comes", "Asleep");
  }

  private void prepare() {
    cluster.server("stays", "Asleep");
    cluster.server("vanishes", "Asleep");
  }

  private void seesWhatChanged() {
    cluster.becomes("stays", Backend.Failed.class);
    cluster.becomes("vanishes", Backend.Absent.class);
    cluster.becomes("comes", Backend.Asleep.class);
  }

  private void stillSeesWhatWas() {
    assertThat(cluster.find("stays")).isInstanceOf(Backend.Asleep.class);
    assertThat(cluster.find("vanishes")).isInstanceOf(Backend.Asleep.class);
  }

  @Test
  void aDroppedWatchIsTakenUpAgainWhereItWas() {
    prepare();
    cluster.openAndWait();
    cluster.standIn.calls().forget();
    cluster.standIn.cutConnections();
    changeAlot();
    seesWhatChanged();
    assertThat(cluster.standIn.calls().count(SurvivalIT::isList)).isZero();
  }

  @Test
  void afterAnExpiredVersionTheListIsReadAgain() {
    prepare();
    cluster.openAndWait();
    cluster.standIn.cutConnections();
    changeAlot();
    cluster.standIn.forgetHistory();
    seesWhatChanged();
    assertThat(cluster.standIn.calls().count(SurvivalIT::isList)).isGreaterThan(4);
  }

  @Test
  void aListThatIsReadAgainAndFailsLeavesTheLastGoodView() {
    prepare();
    cluster.openAndWait();
    cluster.standIn.faults().fail(Fault.ERROR, Integer.MAX_VALUE, SurvivalIT::isList);
    cluster.standIn.stop();
    changeAlot();
    cluster.standIn.forgetHistory();
    cluster.standIn.calls().forget();
    cluster.standIn.restart();
    // more than the client tries by itself before it says that a list failed
    Eventually.holds(Cluster.SOON, () -> cluster.standIn.calls().count(SurvivalIT::isList) > 20);
    stillSeesWhatWas();
    assertThat(cluster.view().problem()).isEmpty();
    cluster.standIn.faults().heal();
    seesWhatChanged();
  }

  @Test
  void theApiServerRestartsAndTheLastGoodViewStaysMeanwhile() {
    prepare();
    cluster.openAndWait();
    cluster.standIn.stop();
    changeAlot();
    Eventually.holds(Cluster.SOON, () -> cluster.view().age().toMillis() > 1500);
    stillSeesWhatWas();
    assertThat(cluster.view().problem()).isEmpty();
    cluster.standIn.restart();
    seesWhatChanged();
    Eventually.holds(Cluster.SOON, () -> cluster.view().age().toMillis() < 1500);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "FORBIDDEN", "NONSENSE", "HALF_AND_CUT"})
  void theFirstListFailsInEveryWayAndComesInTheEnd(Fault fault) {
    prepare();
    cluster.standIn.faults().fail(fault, 12, SurvivalIT::isList);
    cluster.open();
    assertThat(cluster.view().problem()).contains("the list of sparkhistoryservers is not in yet");
    Eventually.holds(Cluster.SOON, () -> cluster.view().problem().isEmpty());
    stillSeesWhatWas();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HANG", "HALF_AND_HANG"})
  void aListThatNeverEndsIsGivenUpAndAskedForAgain(Fault fault) {
    prepare();
    cluster.standIn.faults().fail(fault, 4, SurvivalIT::isList);
    cluster.open(Cluster.IMPATIENT);
    Eventually.holds(Cluster.SOON, () -> cluster.view().problem().isEmpty());
    stillSeesWhatWas();
  }

  @Test
  void aWatchThatIsDeadWithoutAWordIsGivenUpAndTheListReadAgain() {
    prepare();
    cluster.standIn.bookmarkEvery(Duration.ofMillis(200));
    cluster.open(Cluster.IMPATIENT);
    Eventually.holds(Cluster.SOON, () -> cluster.view().problem().isEmpty());
    cluster.standIn.faults().freezeWatches();
    changeAlot();
    stillSeesWhatWas();
    seesWhatChanged();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONSENSE", "HALF_AND_CUT", "HALF_AND_HANG"})
  void aWatchBreaksInTheMiddleOfAnEvent(Fault fault) {
    prepare();
    cluster.standIn.bookmarkEvery(Duration.ofMillis(200));
    cluster.open(Cluster.IMPATIENT);
    Eventually.holds(Cluster.SOON, () -> cluster.view().problem().isEmpty());
    cluster.standIn.faults().fail(fault, 3, SurvivalIT::isWatch);
    changeAlot();
    seesWhatChanged();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "GONE", "FORBIDDEN", "HANG"})
  void aWatchThatIsRefusedForAWhileComesBack(Fault fault) {
    prepare();
    cluster.open(Cluster.IMPATIENT);
    Eventually.holds(Cluster.SOON, () -> cluster.view().problem().isEmpty());
    cluster.standIn.faults().fail(fault, 8, call -> true);
    cluster.standIn.cutConnections();
    changeAlot();
    seesWhatChanged();
  }

  @Test
  void whileBookmarksComeTheViewDoesNotGrowOldHoweverQuietTheClusterIs() {
    prepare();
    cluster.standIn.bookmarkEvery(Duration.ofMillis(20));
    cluster.openAndWait();
    cluster.standIn.calls().forget();
    Duration[] before = {Duration.ZERO};
    for (int i = 0; i < 10; i++) {
      // with each bookmark it is as young as can be
      Eventually.holds(
          Cluster.SOON,
          () -> {
            Duration age = cluster.view().age();
            boolean younger = age.compareTo(before[0]) < 0;
            before[0] = age;
            return younger;
          });
    }
    assertThat(cluster.standIn.calls().count(SurvivalIT::isList)).isZero();
  }
}
