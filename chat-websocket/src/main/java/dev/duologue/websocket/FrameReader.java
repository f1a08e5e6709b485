package dev.duologue.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames of the protocol {@code duologue.v1}. Strict where the protocol is: duplicate members, nesting deeper than
 * 8, and wrong member types are refused, unknown members are passed over. Thread-safe.
 */
final class FrameReader {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_ID_CHARS = 64;

    private static final Set<String> MEMBERS =
            Set.of("type", "link", "code", "tab", "takeover", "token", "after", "id", "text", "seq");

    /** Member names come from strangers: they are neither interned nor kept in a table for all parsers. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private FrameReader() {}

    static ClientFrame read(String json) throws BadFrameException {
        Members members = members(json);
        return switch (members.text("type")) {
            case "open" -> new ClientFrame.Open(members.text("link"));
            case "enter" ->
                new ClientFrame.Enter(
                        members.text("link"), members.text("code"), members.id("tab"), members.flag("takeover"));
            case "resume" ->
                new ClientFrame.Resume(
                        members.text("link"),
                        members.text("token"),
                        members.number("after"),
                        members.id("tab"),
                        members.flag("takeover"));
            case "send" -> send(members);
            case "typing" -> new ClientFrame.Typing();
            case "received" -> new ClientFrame.Received(members.number("seq"));
            case "seen" -> new ClientFrame.Seen(members.number("seq"));
            case "stay" -> new ClientFrame.Stay();
            case "end" -> new ClientFrame.End();
            case "ping" -> new ClientFrame.Ping();
            default -> throw new BadFrameException("This type of frame is not known.");
        };
    }

    private static ClientFrame.Send send(Members members) throws BadFrameException {
        String id = members.id("id");
        try {
            return new ClientFrame.Send(id, members.text("text"));
        } catch (BadFrameException e) {
            throw new BadFrameException(e, id);
        }
    }

    private static Members members(String json) throws BadFrameException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadFrameException("A frame is one JSON object.");
            }
            Members members = new Members();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (MEMBERS.contains(name)) {
                    members.put(name, value(parser));
                }
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new BadFrameException("A frame is one JSON object and nothing after it.");
            }
            return members;
        } catch (IOException e) {
            // The parser's message quotes the frame, which may hold a secret: neither it nor the cause goes on.
            throw new BadFrameException(
                    "A frame is one JSON object without duplicate members, at most " + MAX_DEPTH + " levels deep.");
        }
    }

    /** The value as the Java type of its JSON type; anything that no member may be becomes an object like no other. */
    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? Members.OTHER
                        : (Object) parser.getLongValue();
            default -> Members.OTHER;
        };
    }

    /** The members of a frame that the protocol knows. */
    private static final class Members {

        static final Object OTHER = new Object();

        // As few as there can be are faster found one by one than by a hash.
        private final String[] names = new String[MEMBERS.size()];
        private final Object[] values = new Object[MEMBERS.size()];
        private int size;

        void put(String name, Object value) {
            names[size] = name;
            values[size++] = value;
        }

        private @Nullable Object get(String name) {
            for (int i = 0; i < size; i++) {
                if (names[i].equals(name)) {
                    return values[i];
                }
            }
            return null;
        }

        String text(String name) throws BadFrameException {
            if (get(name) instanceof String text) {
                return text;
            }
            throw new BadFrameException("The member " + name + " must be a string.");
        }

        String id(String name) throws BadFrameException {
            String id = text(name);
            if (!isId(id)) {
                throw new BadFrameException("The member " + name + " must be 1 to 64 characters of A-Z a-z 0-9 _ -");
            }
            return id;
        }

        /** By hand, as every message has one. */
        private static boolean isId(String id) {
            boolean right = !id.isEmpty() && id.length() <= MAX_ID_CHARS;
            for (int i = 0; right && i < id.length(); i++) {
                char c = id.charAt(i);
                right = (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '-';
            }
            return right;
        }

        long number(String name) throws BadFrameException {
            if (get(name) instanceof Long number && number >= 0) {
                return number;
            }
            throw new BadFrameException("The member " + name + " must be a whole number, zero or above.");
        }

        boolean flag(String name) throws BadFrameException {
            @Nullable Object value = get(name);
            if (value == null) {
                return false;
            }
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw new BadFrameException("The member " + name + " must be true or false.");
        }
    }
}
