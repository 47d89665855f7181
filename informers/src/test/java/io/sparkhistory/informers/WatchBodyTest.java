package io.sparkhistory.informers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.sparkhistory.informers.ObjectCheck.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchBodyTest {
  private static final String POD =
      "{'type':'ADDED','object':{'kind':'Pod','apiVersion':'v1','metadata':{'name':'p',"
          + "'namespace':'n','resourceVersion':'7'%s},'spec':{}}}\n";

  private final PlayedResponse response = new PlayedResponse();
  private final WatchBody watch =
      new WatchBody(
          new InformerRequest("/api/v1/pods", "pods", true),
          new Kind("v1", "Pod"),
          new ObjectCheck(new KubernetesSerialization()),
          new InformerLog(response, () -> 0, line -> {}),
          new Backoff(() -> 0, () -> 1),
          response.informer());

  private String read(String text) throws Exception {
    return response.read(watch, text.replace('\'', '"'), 1).given.toString().replace('"', '\'');
  }

  private static String pod(String moreMetadata) {
    return POD.formatted(moreMetadata);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grün", "…", "日本語", "\uD83D\uDE00", "plain"})
  void charactersThatAreCutComeWholeAndInAscii(String text) throws Exception {
    read(pod(",'annotations':{'note':'" + text + "'}") + pod(""));

    assertThat(response.isAscii()).isTrue();
    assertThat(response.given.toString().lines()).hasSize(2);
    assertThat(
            new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(response.given.toString())
                .at("/object/metadata/annotations/note")
                .asText())
        .isEqualTo(text);
    assertThat(response.trouble).isEmpty();
  }

  @Test
  void anObjectThatCannotBeReadIsPassedOnAsDeleted() throws Exception {
    String given = read(pod("").replace("'spec':{}", "'spec':{'containers':7}"));

    assertThat(given)
        .isEqualTo(
            "{'type':'DELETED','object':{'apiVersion':'v1','kind':'Pod','metadata':"
                + "{'name':'p','namespace':'n','resourceVersion':'7'}}}\n");
    assertThat(response.trouble).containsExactly("skipped pods");
  }

  @Test
  void anObjectWithoutANameOnlyMovesTheWatchOn() throws Exception {
    String given = read(pod("").replace("'name':'p',", ""));

    assertThat(given)
        .isEqualTo(
            "{'type':'BOOKMARK','object':{'apiVersion':'v1','kind':'Pod','metadata':"
                + "{'resourceVersion':'7'}}}\n");
    assertThat(response.trouble).containsExactly("skipped pods");
  }

  @Test
  void longAnnotationsAndManagedFieldsAreLeftOut() throws Exception {
    String note = "x".repeat(ObjectCheck.ANNOTATION + 1);
    String given =
        read(pod(",'managedFields':[{'manager':'m'}],'annotations':{'a':'" + note + "','b':'c'}"));

    assertThat(given).contains("'annotations':{'b':'c'}").doesNotContain("managedFields");
    assertThat(response.trouble).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>\n",
        "\u0000\n",
        "[1]\n",
        "7 ",
        "'text'\n",
        "{]\n",
        "{'type':'ADDED','object':{'kind':\n",
        "{'type':'WHAT','object':{}}\n",
        "{'type':7,'object':{}}\n",
        "{'type':'ADDED'}\n",
        "{'type':'ADDED','object':null}\n",
        "{'type':'ERROR','object':null}\n",
        "{'type':'ERROR','object':{'kind':'Status','code':500}}\n",
        "{'type':'ERROR','object':{'kind':'Status','code':410}}\n"
      })
  void whatIsNoEventHasTheInformerListAgain(String event) throws Exception {
    String given = read(pod("") + event + pod(""));

    List<String> lines = given.lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("ADDED");
    assertThat(lines.get(1)).contains("'type':'ERROR'").contains("'code':410");
    assertThat(response.trouble).containsExactly("broken pods");
  }

  @Test
  void aResponseThatEndsInTheMiddleOfAnEventIsCountedAndOneBetweenEventsIsNot() throws Exception {
    read(pod(""));
    watch.ended(false);
    assertThat(response.trouble).isEmpty();

    read(pod("").substring(0, 20));
    watch.ended(false);
    assertThat(response.trouble).containsExactly("broken pods");
  }
}
