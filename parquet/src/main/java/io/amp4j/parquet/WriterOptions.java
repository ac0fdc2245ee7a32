package io.amp4j.parquet;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/** What {@link ParquetWriter.Builder} has gathered; its methods say what each means. */
record WriterOptions(
        ParquetTarget target,
        Compression compression,
        List<String> constants,
        @Nullable FieldIds fieldIds,
        FieldNames fieldNames,
        Map<String, String> metadata,
        @Nullable DictionaryProvider dictionaries,
        long rowGroupBytes,
        long rowGroupRows,
        int pageBytes,
        int pageRows,
        int dictionaryBytes,
        Map<String, Long> bloomFilters) {}
