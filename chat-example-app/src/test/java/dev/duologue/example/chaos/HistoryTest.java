package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.example.chaos.History.Entry;
import dev.duologue.example.chaos.History.Fault;
import dev.duologue.example.chaos.History.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of histories")
class HistoryTest {

    private final List<Entry> record = entries(1, 6);
    private final Set<Entry> acknowledged = new HashSet<>(record);
    private final List<List<String>> sent =
            List.of(List.of("text 1", "text 3", "text 5"), List.of("text 2", "text 4", "text 6"));
    private final List<Page> pages = new ArrayList<>();

    HistoryTest() {
        pages.add(open(entries(1, 6)));
        pages.add(new Page(3, entries(4, 6), true));
        pages.add(left(entries(1, 2)));
    }

    @Test
    @DisplayName("finds nothing wrong with a right one")
    void right() {
        assertThat(faults()).isEmpty();
        acknowledged.remove(new Entry(2, "text 2"));
        assertThat(faults()).as("a message that nobody was told to be sent").isEmpty();
    }

    @Test
    @DisplayName("finds what was acknowledged and is not there")
    void lost() {
        acknowledged.add(new Entry(7, "text 7"));
        assertThat(faults()).containsExactly(Fault.LOST);
    }

    @Test
    @DisplayName("finds what is lost in the middle of a record whose numbers were closed up")
    void lostWithin() {
        List<Entry> closedUp = List.of(new Entry(1, "text 1"), new Entry(2, "text 3"));
        acknowledged.clear();
        acknowledged.addAll(entries(1, 2));
        acknowledged.add(new Entry(2, "text 3"));
        pages.clear();
        pages.add(open(closedUp));
        assertThat(faults(closedUp, closedUp)).containsExactly(Fault.LOST);
    }

    @Test
    @DisplayName("finds what is there twice, in the record or on a page")
    void doubled() {
        List<Entry> twice = with(record, row -> row.add(new Entry(7, "text 1")));
        pages.clear();
        assertThat(faults(twice, twice)).contains(Fault.DOUBLED);
        pages.add(left(with(entries(1, 3), row -> row.add(new Entry(3, "text 3")))));
        assertThat(faults()).containsExactlyInAnyOrder(Fault.DOUBLED, Fault.OUT_OF_ORDER);
    }

    @Test
    @DisplayName("finds what comes out of its order, or with a gap before it")
    void outOfOrder() {
        pages.add(left(with(entries(1, 6), row -> row.add(2, row.remove(3)))));
        assertThat(faults()).containsExactly(Fault.OUT_OF_ORDER);
        pages.set(3, left(with(entries(1, 6), row -> row.remove(3))));
        assertThat(faults()).containsExactly(Fault.OUT_OF_ORDER);
        pages.set(3, new Page(2, entries(4, 6), false));
        assertThat(faults()).containsExactly(Fault.OUT_OF_ORDER);
    }

    @Test
    @DisplayName("finds two messages of one side that changed places, though all agree on it")
    void swapped() {
        List<Entry> swapped = with(record, row -> {
            row.set(0, new Entry(1, "text 3"));
            row.set(2, new Entry(3, "text 1"));
        });
        acknowledged.clear();
        acknowledged.addAll(swapped);
        pages.clear();
        pages.add(open(swapped));
        assertThat(faults(swapped, swapped)).containsExactly(Fault.OUT_OF_ORDER);
    }

    @Test
    @DisplayName("finds what did not come to a page that was open in the end, and forgives one that was left")
    void unseen() {
        pages.add(left(entries(1, 5)));
        assertThat(faults()).isEmpty();
        pages.set(3, open(entries(1, 5)));
        assertThat(faults()).containsExactly(Fault.UNSEEN);
        pages.set(3, open(List.of()));
        assertThat(faults()).containsExactly(Fault.UNSEEN);
    }

    @Test
    @DisplayName("finds what one was told and another not")
    void disagreeing() {
        acknowledged.add(new Entry(3, "text 2"));
        assertThat(faults()).as("two answers to one message").containsExactly(Fault.DISAGREEING);
        acknowledged.remove(new Entry(3, "text 2"));
        pages.add(left(List.of(new Entry(1, "never in the record"))));
        assertThat(faults()).containsExactly(Fault.DISAGREEING);
        pages.remove(3);
        assertThat(faults(record, with(record, row -> row.remove(5)))).containsExactly(Fault.DISAGREEING);
    }

    private Set<Fault> faults() {
        return faults(record, record);
    }

    private Set<Fault> faults(List<Entry> first, List<Entry> second) {
        return new History(pages, acknowledged, sent, List.of(first, second)).faults();
    }

    private static Page open(List<Entry> entries) {
        return new Page(0, entries, true);
    }

    private static Page left(List<Entry> entries) {
        return new Page(0, entries, false);
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
