package io.amp4j.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** Compresses pages and puts their headers before them. One for all columns of a file: pages are finished one at a time. */
final class PagePress implements AutoCloseable {
    /** A page's content, to be filled before each call. */
    final Bytes content = new Bytes(1 << 16);

    private final PageCompressor compressor;
    private final int usual;
    private final Bytes compressed = new Bytes(1 << 16);
    private final Bytes header = new Bytes(256);
    private final CRC32 crc = new CRC32();

    PagePress(Compression compression, int usual) {
        this.compressor = PageCompressor.of(compression);
        this.usual = usual;
    }

    CompressionCodec codec() {
        return compressor.codec();
    }

    /** What a page took, its header included. */
    record Size(int compressed, int uncompressed) {}

    Size dataPage(int entries, Encoding encoding, OutputStream out) throws IOException {
        DataPageHeader data = new DataPageHeader(entries, encoding, Encoding.RLE, Encoding.RLE);
        return press(new PageHeader(PageType.DATA_PAGE, 0, 0).setData_page_header(data), out);
    }

    Size dictionaryPage(int entries, OutputStream out) throws IOException {
        DictionaryPageHeader data = new DictionaryPageHeader(entries, Encoding.PLAIN);
        return press(new PageHeader(PageType.DICTIONARY_PAGE, 0, 0).setDictionary_page_header(data), out);
    }

    private Size press(PageHeader page, OutputStream out) throws IOException {
        compressor.compress(content, compressed);
        crc.reset();
        crc.update(compressed.array, 0, compressed.size);
        page.setUncompressed_page_size(content.size)
                .setCompressed_page_size(compressed.size)
                .setCrc((int) crc.getValue());
        header.size = 0;
        Util.writePageHeader(page, header);
        out.write(header.array, 0, header.size);
        out.write(compressed.array, 0, compressed.size);
        Size size = new Size(header.size + compressed.size, header.size + content.size);
        content.clear(usual);
        compressed.clear(usual);
        return size;
    }

    @Override
    public void close() {
        compressor.close();
    }
}
