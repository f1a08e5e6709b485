package dev.duologue.redis;

/**
 * What things are called in Redis. The braces around a chat's id make a Cluster keep all of the chat in one place, see
 * "Hash tags" in the specification of Redis Cluster.
 *
 * @param prefix what all names begin with
 */
record KeyNames(String prefix) {

    KeyNames {
        if (prefix.matches(".*[{}\\s].*")) {
            throw new IllegalArgumentException("a prefix has no braces and no white space");
        }
    }

    /** The hash of a chat: its record, then its tombstone. */
    String hash(String chatId) {
        return prefix + "{" + chatId + "}:m";
    }

    /** The sorted set of a chat's messages. */
    String messages(String chatId) {
        return prefix + "{" + chatId + "}:z";
    }

    /** A node's heartbeat key, and the channel by which it is told news. */
    String node(String nodeId) {
        return prefix + "node:" + nodeId;
    }

    /** What a client address did lately, by the digest of limit and address. */
    String limit(String digest) {
        return prefix + "limit:" + digest;
    }

    /** The fingerprint of the pepper that all nodes share. */
    String pepper() {
        return prefix + "pepper";
    }
}
