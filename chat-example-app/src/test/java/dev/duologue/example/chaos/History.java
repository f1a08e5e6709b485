package dev.duologue.example.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the two sides of one chat saw and were told. Texts are unique in a chat, so a text tells a message.
 *
 * @param pages what each page was given, in the order it came
 * @param acknowledged what senders were told of their messages
 * @param sent the texts of each side, in the order in which it sent them, each after the answer to the one before
 * @param recorded what the record held in the end, as each side read it from the first message on
 */
record History(List<Page> pages, Set<Entry> acknowledged, List<List<String>> sent, List<List<Entry>> recorded) {

    /** One message on one page. */
    record Entry(long seq, String text) {}

    /**
     * What one page was given.
     *
     * @param after the seq that it began with
     * @param live whether it was open in the end, and had the time to show everything
     */
    record Page(long after, List<Entry> entries, boolean live) {}

    /** What can be wrong. */
    enum Fault {
        /** Acknowledged and not in the record. */
        LOST,
        /** Twice in the record or on a page. */
        DOUBLED,
        /** On a page or in the record with a seq that is not the next, or in the record before what was sent earlier. */
        OUT_OF_ORDER,
        /** In the record, and not on a page that was open all the time. */
        UNSEEN,
        /** A page, an acknowledgement or a side says otherwise than the record. */
        DISAGREEING
    }

    /** Checks that both see the same in the same order, and everything that was acknowledged once. */
    Set<Fault> faults() {
        Set<Fault> faults = new HashSet<>();
        List<Entry> record = recorded.get(0);
        recorded.forEach(read -> checkRow(new Page(0, read, true), faults));
        if (!recorded.stream().allMatch(record::equals)) {
            faults.add(Fault.DISAGREEING);
        }
        Map<String, Long> bySeq = new HashMap<>();
        record.forEach(entry -> bySeq.put(entry.text(), entry.seq()));
        checkAcknowledged(bySeq, faults);
        sent.forEach(texts -> checkOrder(texts, bySeq, faults));
        for (Page page : pages) {
            checkRow(page, faults);
            checkAgainst(record, page, bySeq, faults);
        }
        return faults;
    }

    private void checkAcknowledged(Map<String, Long> bySeq, Set<Fault> faults) {
        for (Entry entry : acknowledged) {
            Long there = bySeq.get(entry.text());
            if (there == null) {
                faults.add(Fault.LOST);
            } else if (there != entry.seq()) {
                faults.add(Fault.DISAGREEING);
            }
        }
    }

    private static void checkOrder(List<String> texts, Map<String, Long> bySeq, Set<Fault> faults) {
        long last = 0;
        for (String text : texts) {
            Long seq = bySeq.get(text);
            if (seq != null && seq < last) {
                faults.add(Fault.OUT_OF_ORDER);
            }
            last = seq == null ? last : seq;
        }
    }

    private static void checkAgainst(List<Entry> record, Page page, Map<String, Long> bySeq, Set<Fault> faults) {
        Set<Entry> shown = new HashSet<>(page.entries());
        for (Entry entry : shown) {
            if (!Long.valueOf(entry.seq()).equals(bySeq.get(entry.text()))) {
                faults.add(Fault.DISAGREEING);
            }
        }
        if (page.live() && record.stream().anyMatch(entry -> entry.seq() > page.after() && !shown.contains(entry))) {
            faults.add(Fault.UNSEEN);
        }
    }

    private static void checkRow(Page page, Set<Fault> faults) {
        long expected = page.after() + 1;
        Set<String> texts = new HashSet<>();
        for (Entry entry : page.entries()) {
            if (!texts.add(entry.text())) {
                faults.add(Fault.DOUBLED);
            }
            if (entry.seq() != expected) {
                faults.add(Fault.OUT_OF_ORDER);
            }
            expected = entry.seq() + 1;
        }
    }
}
