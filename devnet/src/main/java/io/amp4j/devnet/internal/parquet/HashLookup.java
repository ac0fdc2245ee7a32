package io.amp4j.devnet.internal.parquet;

import io.amp4j.devnet.internal.chain.BlockHash;
import io.amp4j.devnet.internal.chain.Mix;
import io.amp4j.devnet.internal.sql.Engine;
import io.amp4j.devnet.internal.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hashes of real blocks, read as they are needed. Where the files have none, one is made of the block's number. */
final class HashLookup {
    private static final int REMEMBERED = 4096;

    private final String source;
    private final @Nullable Engine engine;
    private final Map<Long, Hashes> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Hashes> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A block's hash and its parent's. */
    record Hashes(String hash, String parent) {}

    HashLookup(String source, @Nullable Engine engine) {
        this.source = source;
        this.engine = engine;
    }

    static HashLookup none() {
        return new HashLookup("", null);
    }

    synchronized Hashes of(long number) {
        Hashes hashes = known.get(number);
        if (hashes == null) {
            hashes = engine == null ? made(number) : read(number, engine);
            known.put(number, hashes);
        }
        return hashes;
    }

    private Hashes read(long number, Engine files) {
        String sql = "SELECT '0x' || lower(hex(hash)), '0x' || lower(hex(parent_hash)) FROM " + source + " WHERE \""
                + Table.BLOCK_NUM + "\" = ? LIMIT 1";
        try (Connection connection = files.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, number);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Hashes(row.getString(1), row.getString(2)) : made(number);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the hash of block " + number + " cannot be read", e);
        }
    }

    private static Hashes made(long number) {
        String parent = number == 0 ? BlockHash.ZERO : BlockHash.hex(Mix.of(number - 1));
        return new Hashes(BlockHash.hex(Mix.of(number)), parent);
    }
}
