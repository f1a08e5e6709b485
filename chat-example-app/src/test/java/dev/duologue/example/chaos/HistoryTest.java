package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.example.chaos.History.Entry;
import dev.duologue.example.chaos.History.Fault;
import dev.duologue.example.chaos.History.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of histories")
class HistoryTest {

    private final List<Entry> record = entries(1, 6);
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final List<Page> pages = new ArrayList<>();

    HistoryTest() {
        record.forEach(entry -> acknowledged.put(entry.text(), entry.seq()));
        pages.add(new Page(0, entries(1, 6)));
        pages.add(new Page(3, entries(4, 6)));
    }

    @Test
    @DisplayName("finds nothing wrong with a right one")
    void right() {
        assertThat(new History(pages, acknowledged, List.of(record, record)).faults())
                .isEmpty();
        acknowledged.remove("text 2");
        assertThat(new History(pages, acknowledged, List.of(record, record)).faults())
                .as("a message that nobody was told to be sent")
                .isEmpty();
    }

    @Test
    @DisplayName("finds what was acknowledged and is not there")
    void lost() {
        acknowledged.put("text 7", 7L);
        assertThat(faults()).containsExactly(Fault.LOST);
    }

    @Test
    @DisplayName("finds what is there twice, in the record or on a page")
    void doubled() {
        assertThat(new History(List.of(), Map.of(), List.of(with(record, row -> row.add(new Entry(7, "text 1")))))
                        .faults())
                .contains(Fault.DOUBLED);
        pages.add(new Page(0, with(entries(1, 3), row -> row.add(new Entry(3, "text 3")))));
        assertThat(faults()).containsExactlyInAnyOrder(Fault.DOUBLED, Fault.OUT_OF_ORDER);
    }

    @Test
    @DisplayName("finds what comes out of its order, or with a gap before it")
    void outOfOrder() {
        pages.add(new Page(0, with(entries(1, 6), row -> row.add(2, row.remove(3)))));
        assertThat(faults()).containsExactly(Fault.OUT_OF_ORDER);
        pages.set(2, new Page(0, with(entries(1, 6), row -> row.remove(3))));
        assertThat(faults()).containsExactly(Fault.OUT_OF_ORDER);
        pages.set(2, new Page(2, entries(4, 6)));
        assertThat(faults()).containsExactly(Fault.OUT_OF_ORDER);
    }

    @Test
    @DisplayName("finds what one was told and another not")
    void disagreeing() {
        acknowledged.put("text 2", 3L);
        assertThat(faults()).containsExactly(Fault.DISAGREEING);
        acknowledged.put("text 2", 2L);
        pages.add(new Page(0, List.of(new Entry(1, "never in the record"))));
        assertThat(faults()).containsExactly(Fault.DISAGREEING);
        pages.remove(2);
        assertThat(new History(pages, acknowledged, List.of(record, with(record, row -> row.remove(5)))).faults())
                .containsExactly(Fault.DISAGREEING);
    }

    private java.util.Set<Fault> faults() {
        return new History(pages, acknowledged, List.of(record, record)).faults();
    }

    private static List<Entry> entries(int from, int to) {
        List<Entry> entries = new ArrayList<>();
        for (int seq = from; seq <= to; seq++) {
            entries.add(new Entry(seq, "text " + seq));
        }
        return entries;
    }

    private static List<Entry> with(List<Entry> entries, Consumer<List<Entry>> change) {
        List<Entry> changed = new ArrayList<>(entries);
        change.accept(changed);
        return changed;
    }
}
