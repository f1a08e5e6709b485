package dev.duologue.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames of the protocol {@code duologue.v1}. Strict where the protocol is: duplicate members, nesting deeper than
 * 8, and wrong member types are refused, unknown members are passed over. Thread-safe.
 */
final class FrameReader {

    private static final int MAX_DEPTH = 8;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

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

        private final Map<String, Object> values = new HashMap<>();

        void put(String name, Object value) {
            values.put(name, value);
        }

        String text(String name) throws BadFrameException {
            if (values.get(name) instanceof String text) {
                return text;
            }
            throw new BadFrameException("The member " + name + " must be a string.");
        }

        String id(String name) throws BadFrameException {
            String id = text(name);
            if (!ID.matcher(id).matches()) {
                throw new BadFrameException("The member " + name + " must be 1 to 64 characters of A-Z a-z 0-9 _ -");
            }
            return id;
        }

        long number(String name) throws BadFrameException {
            if (values.get(name) instanceof Long number && number >= 0) {
                return number;
            }
            throw new BadFrameException("The member " + name + " must be a whole number, zero or above.");
        }

        boolean flag(String name) throws BadFrameException {
            @Nullable Object value = values.get(name);
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
