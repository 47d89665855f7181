package io.sparkhistory.informers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListBodyTest {
  private static final String KEY = "'name':'p','namespace':'n','resourceVersion':'7'";

  private final PlayedResponse response = new PlayedResponse();
  private final List<ObjectCheck.Kind> learned = new ArrayList<>();
  private final ListBody list =
      new ListBody(
          new InformerRequest("/api/v1/pods", "pods", false),
          new ObjectCheck(new KubernetesSerialization()),
          new InformerLog(response, () -> 0, line -> {}),
          new Backoff(() -> 0, () -> 1),
          learned::add,
          response.informer());

  private JsonNode read(String items) throws Exception {
    String text =
        "{'kind':'PodList','apiVersion':'v1','metadata':{'resourceVersion':'9','continue':'c'},"
            + "'items':"
            + items
            + "}\n";
    response.read(list, text.replace('\'', '"'), 7);
    return new ObjectMapper().readTree(response.given.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'metadata':null}",
        "{'metadata':{'name':'q'}}",
        "{'metadata':{" + KEY + "},'spec':[1]}",
        "{'metadata':{" + KEY + "},'kind':'Banana'}",
        "{'metadata':{" + KEY + ",'labels':{'a':[1]}}}",
        "{'metadata':{" + KEY + "},'metadata':7}"
      })
  void oneThatCannotBeReadIsLeftOutAndTheOthersStay(String odd) throws Exception {
    String good = "{'metadata':{" + KEY + ",'annotations':{'note':'grün'}}}";

    JsonNode given = read("[" + good + "," + odd + "," + good + "]");

    assertThat(given.path("items")).hasSize(2);
    assertThat(given.at("/items/1/metadata/annotations/note").asText()).isEqualTo("grün");
    assertThat(given.at("/metadata/continue").asText()).isEqualTo("c");
    assertThat(response.trouble).containsExactly("skipped pods");
    assertThat(learned).containsExactly(new ObjectCheck.Kind("v1", "Pod"));
  }

  @Test
  void whatTheClientLibrarysParserWouldRefuseIsLeftOut() throws Exception {
    String deep = "{'metadata':{" + KEY + "},'a':" + "[".repeat(5000) + "]".repeat(5000) + "}";
    String wide = "{'metadata':{" + KEY + "},'" + "k".repeat(60_000) + "':1}";
    String large = "{'metadata':{" + KEY + "},'a':" + "9".repeat(2000) + "}";

    JsonNode given = read("[" + deep + "," + wide + "," + large + ",{'metadata':{" + KEY + "}}]");

    assertThat(given.path("items")).hasSize(1);
    assertThat(response.trouble).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]"})
  void anEmptyListIsOne(String items) throws Exception {
    assertThat(read(items).path("items").isArray()).isTrue();
  }

  @Test
  void aStatusIsPassedOn() throws Exception {
    response.read(list, "{\"kind\":\"Status\",\"code\":403}", 5);

    assertThat(response.given).hasToString("{\"kind\":\"Status\",\"code\":403}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[]", "{'items':[1]}", "7 "})
  void whatIsNoListFailsInAWayThatIsTriedAgain(String text) {
    assertThatThrownBy(() -> response.read(list, text.replace('\'', '"'), 3))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void halfAResponseIsNotPassedOn() throws Exception {
    response.read(list, "{\"kind\":\"PodList\",\"items\":[", 3);

    assertThat(response.given).isEmpty();
  }
}
