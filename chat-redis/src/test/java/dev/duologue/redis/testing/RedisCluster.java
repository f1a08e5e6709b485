package dev.duologue.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster of three masters in processes of their own, without replicas. Not thread-safe. */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;

    private final List<RedisServer> masters = new ArrayList<>();

    private RedisCluster() {}

    /** Starts a Cluster that serves all slots; further arguments are settings of all servers. */
    public static RedisCluster start(RedisProgram program, String... settings) {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < MASTERS; i++) {
                cluster.masters.add(
                        RedisServer.start(program, RedisServer.freePortForCluster(), withCluster(settings)));
            }
            cluster.join();
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Its servers; the slots are divided among them in this order. */
    public List<RedisServer> masters() {
        return List.copyOf(masters);
    }

    /** Where it is, as the store takes it. */
    public String url() {
        return "redis://"
                + masters.stream().map(master -> "127.0.0.1:" + master.port()).collect(Collectors.joining(","));
    }

    /** The master that a key's slot belongs to at first. */
    public RedisServer masterOf(String key) {
        return masters.get(ownerOf(slotOf(key)));
    }

    /** The slot of a key. */
    public int slotOf(String key) {
        try (RespClient client = masters.get(0).connect()) {
            return Integer.parseInt(client.text("CLUSTER", "KEYSLOT", key));
        }
    }

    /** Moves the slot of a key to another master while it is in use, as {@code redis-cli --cluster reshard} does. */
    public void move(String key) {
        int slot = slotOf(key);
        RedisServer from = masters.get(ownerOf(slot));
        RedisServer to = masters.get((ownerOf(slot) + 1) % MASTERS);
        try (RespClient source = from.connect();
                RespClient target = to.connect()) {
            String sourceId = source.text("CLUSTER", "MYID");
            String targetId = target.text("CLUSTER", "MYID");
            target.command("CLUSTER", "SETSLOT", String.valueOf(slot), "IMPORTING", sourceId);
            source.command("CLUSTER", "SETSLOT", String.valueOf(slot), "MIGRATING", targetId);
            List<String> keys = source.texts("CLUSTER", "GETKEYSINSLOT", String.valueOf(slot), "1000");
            for (String one : keys) {
                source.command("MIGRATE", "127.0.0.1", String.valueOf(to.port()), one, "0", "5000");
            }
            target.command("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", targetId);
            source.command("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", targetId);
        }
    }

    @Override
    public void close() {
        masters.forEach(RedisServer::close);
    }

    private void join() {
        for (int i = 0; i < MASTERS; i++) {
            try (RespClient client = masters.get(i).connect()) {
                List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
                for (int slot = firstSlotOf(i); slot < firstSlotOf(i + 1); slot++) {
                    slots.add(String.valueOf(slot));
                }
                client.command(slots.toArray(String[]::new));
                client.command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
            }
        }
        try (RespClient client = masters.get(0).connect()) {
            masters.forEach(master -> client.command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(master.port())));
        }
        for (RedisServer master : masters) {
            Eventually.holds(() -> {
                try (RespClient client = master.connect()) {
                    assertThat(client.text("CLUSTER", "INFO"))
                            .contains("cluster_state:ok")
                            .contains("cluster_known_nodes:" + MASTERS)
                            .contains("cluster_size:" + MASTERS);
                }
            });
        }
    }

    private static int ownerOf(int slot) {
        int owner = 0;
        while (slot >= firstSlotOf(owner + 1)) {
            owner++;
        }
        return owner;
    }

    private static int firstSlotOf(int master) {
        return SLOTS * master / MASTERS;
    }

    private static String[] withCluster(String[] settings) {
        List<String> all = new ArrayList<>(List.of("cluster-enabled yes", "cluster-node-timeout 2000"));
        all.addAll(List.of(settings));
        return all.toArray(String[]::new);
    }
}
