package dev.duologue.internal;

import dev.duologue.Message;
import dev.duologue.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one chat in their order, found by seq or by what tells a repeat: side, id and text. Both cost the same
 * however long the chat is.
 *
 * <p>The second way is a hash table of seqs with open addressing: a map of keys would cost five times the memory of it.
 * Who sends one id with texts of one length, or ids of one hash, makes it a list, which the bound on a chat's messages keeps short. Not
 * thread-safe.
 */
final class MessageLog {

    private static final int FIRST_SLOTS = 16;

    private final List<Message> messages = new ArrayList<>();
    /**
     * Seqs by the hash of id and length of text; 0 is free. Its length is a power of two, at most half are taken. So a seq
     * leaves the upper bits of a slot free: they hold those of the hash, which tell most other messages from the one that is
     * looked for without a look at them, and they are in no cache any more.
     */
    private int[] slots = new int[FIRST_SLOTS];

    int size() {
        return messages.size();
    }

    void add(Message message) {
        messages.add(message);
        if (messages.size() * 2 > slots.length) {
            grow();
        } else {
            place(message, messages.size());
        }
    }

    @Nullable
    Message find(Side side, String id, String text) {
        int mask = slots.length - 1;
        int hash = hash(id, text);
        for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            boolean likely = ((slots[slot] ^ hash) & ~mask) == 0;
            if (likely) {
                Message message = messages.get((slots[slot] & mask) - 1);
                if (message.side() == side
                        && message.id().equals(id)
                        && message.text().equals(text)) {
                    return message;
                }
            }
        }
        return null;
    }

    /** A copy of what comes after a seq. */
    List<Message> after(long seq, int limit) {
        int from = (int) Math.min(Math.max(seq, 0), messages.size());
        int to = from + Math.min(limit, messages.size() - from);
        return List.copyOf(messages.subList(from, to));
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int i = 0; i < messages.size(); i++) {
            place(messages.get(i), i + 1);
        }
    }

    private void place(Message message, int seq) {
        int mask = slots.length - 1;
        int hash = hash(message.id(), message.text());
        int slot = hash & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = (hash & ~mask) | seq;
    }

    private static int hash(String id, String text) {
        // Not all of the text: ids tell messages apart, and a long text would be read once more.
        int hash = 31 * id.hashCode() + text.length();
        // Consecutive ids hash to consecutive numbers; spread them (Knuth, TAOCP 6.4: 2^32 divided by the golden
        // ratio).
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }
}
