package dev.duologue.example.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the two sides of one chat saw and were told. Texts are unique in a chat, so a text tells a message.
 *
 * @param pages what each page was given, in the order it came
 * @param acknowledged the seq that a sender was told for each text
 * @param recorded what the record held in the end, as each side read it from the first message on
 */
record History(List<Page> pages, Map<String, Long> acknowledged, List<List<Entry>> recorded) {

    /** One message on one page. */
    record Entry(long seq, String text) {}

    /** What one page was given after a seq that it began with. */
    record Page(long after, List<Entry> entries) {}

    /** What can be wrong. */
    enum Fault {
        /** Acknowledged and not in the record. */
        LOST,
        /** Twice in the record or on a page. */
        DOUBLED,
        /** On a page or in the record with a seq that is not the next. */
        OUT_OF_ORDER,
        /** A page, an acknowledgement or a side says otherwise than the record. */
        DISAGREEING
    }

    /** Checks that both see the same in the same order, and everything that was acknowledged once. */
    Set<Fault> faults() {
        Set<Fault> faults = new HashSet<>();
        List<Entry> record = recorded.get(0);
        recorded.forEach(read -> checkRow(new Page(0, read), faults));
        if (!recorded.stream().allMatch(record::equals)) {
            faults.add(Fault.DISAGREEING);
        }
        Map<String, Long> bySeq = new HashMap<>();
        record.forEach(entry -> bySeq.put(entry.text(), entry.seq()));
        acknowledged.forEach((text, seq) -> {
            Long there = bySeq.get(text);
            if (there == null) {
                faults.add(Fault.LOST);
            } else if (!there.equals(seq)) {
                faults.add(Fault.DISAGREEING);
            }
        });
        for (Page page : pages) {
            checkRow(page, faults);
            for (Entry entry : page.entries()) {
                if (!Long.valueOf(entry.seq()).equals(bySeq.get(entry.text()))) {
                    faults.add(Fault.DISAGREEING);
                }
            }
        }
        return faults;
    }

    private static void checkRow(Page page, Set<Fault> faults) {
        long expected = page.after() + 1;
        List<String> texts = new ArrayList<>();
        for (Entry entry : page.entries()) {
            if (texts.contains(entry.text())) {
                faults.add(Fault.DOUBLED);
            }
            texts.add(entry.text());
            if (entry.seq() != expected) {
                faults.add(Fault.OUT_OF_ORDER);
            }
            expected = entry.seq() + 1;
        }
    }
}
