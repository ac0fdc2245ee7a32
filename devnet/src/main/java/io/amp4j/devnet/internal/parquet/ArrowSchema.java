package io.amp4j.devnet.internal.parquet;

import io.amp4j.devnet.internal.sql.Engine;
import io.amp4j.devnet.internal.sql.EngineQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The Arrow types that a Parquet file was written from: Arrow's writers keep them in the file's metadata. */
final class ArrowSchema {
    private static final String KEY = "ARROW:schema";

    private ArrowSchema() {}

    /** The columns of the files, with the types that the file tells, or else the engine's. */
    static List<Field> of(Connection connection, Engine engine, Path file, String source) throws SQLException {
        Map<String, Field> written = written(connection, file);
        List<Field> fields = new ArrayList<>();
        for (Field read : EngineQuery.fields(engine, "SELECT * FROM " + source)) {
            Field field = EngineQuery.typed(read, written.get(read.getName()));
            fields.add(new Field(
                    read.getName(), new FieldType(field.isNullable(), field.getType(), null), field.getChildren()));
        }
        return List.copyOf(fields);
    }

    private static Map<String, Field> written(Connection connection, Path file) throws SQLException {
        String sql = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, file.toString());
            statement.setString(2, KEY);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? decode(row.getString(1)) : Map.of();
            }
        }
    }

    private static Map<String, Field> decode(String text) throws SQLException {
        byte[] message = Base64.getDecoder().decode(text);
        try (ReadChannel channel = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message)))) {
            return MessageSerializer.deserializeSchema(channel).getFields().stream()
                    .collect(Collectors.toMap(Field::getName, field -> field));
        } catch (IOException | RuntimeException e) {
            throw new SQLException("the Arrow schema in the file's metadata cannot be decoded", e);
        }
    }
}
