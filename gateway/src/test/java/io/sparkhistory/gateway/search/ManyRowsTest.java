package io.sparkhistory.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** All pages together are all rows in order, whatever the rows are. */
class ManyRowsTest {
  private final Random random = new Random(20260101);

  @Test
  void allPagesTogetherAreAllRowsInOrder() {
    List<Backends.Entry> entries = entries(40);
    List<Row> all = new ArrayList<>();
    String after = "";
    do {
      var page = ApplicationSearch.find(entries, ApplicationSearchTest.query("", "", 37, after));
      assertThat(page.matches()).isEqualTo(40 * Listing.MOST);
      all.addAll(page.rows());
      after = page.next();
    } while (!after.isEmpty());

    assertThat(all)
        .hasSize(40 * Listing.MOST)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Row.ORDER);
  }

  private List<Backends.Entry> entries(int namespaces) {
    List<Backends.Entry> entries = new ArrayList<>();
    for (int i = 0; i < namespaces; i++) {
      Listing.Application[] rows = new Listing.Application[Listing.MOST];
      for (int j = 0; j < rows.length; j++) {
        long started = random.nextInt(50);
        long ended = random.nextInt(4) == 0 ? 0 : started + random.nextInt(50);
        rows[j] = ApplicationSearchTest.application("app-" + j, "n", "u", started, ended);
      }
      entries.add(ApplicationSearchTest.entry("team-" + i, rows));
    }
    return entries;
  }
}
