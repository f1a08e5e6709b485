package dev.duologue.redis;

/** The user that a node logs in as: what it may is all that it needs, as the documentation says. */
final class LeastPrivilege {

    static final String NAME = "duologue";
    static final String PASSWORD = "p@ss:word/1";

    /** What the documentation tells to set, for the prefix {@code duologue:}. */
    static final String RULES = "resetchannels ~duologue:* &duologue:node:* -@all"
            + " +eval +evalsha +script|load"
            + " +time +hgetall +hmget +hset +del +exists +pexpire +pexpireat"
            + " +zadd +zcard +zrange +zrank +zscore"
            + " +get +set +psetex +publish +subscribe +unsubscribe +ping +info +wait";

    /** What a Cluster takes besides. */
    static final String CLUSTER_RULES = "+cluster|nodes";

    private LeastPrivilege() {}

    /** Lines for a server's settings. */
    static String[] settings() {
        return settings(RULES);
    }

    /** Lines for the settings of a Cluster's servers. */
    static String[] clusterSettings() {
        return settings(RULES + " " + CLUSTER_RULES);
    }

    private static String[] settings(String rules) {
        return new String[] {"user " + NAME + " on >" + PASSWORD + " " + rules};
    }

    /** A URL with this user in it. */
    static String login(String url) {
        return url.replace("://", "://" + NAME + ":p%40ss%3Aword%2F1@");
    }
}
