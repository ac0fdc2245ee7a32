package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.Mix;
import java.util.HexFormat;

/** The events of the generated chain, with the topics that they have on every EVM chain. */
@SuppressWarnings("ImmutableEnumChecker") // nobody outside this package sees the bytes, and nobody in it changes them
enum LogKind {
    /** {@code Transfer(address,address,uint256)} of an ERC-20 token. */
    TRANSFER("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", 3, 32),
    /** {@code Approval(address,address,uint256)}. */
    APPROVAL("8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", 3, 32),
    /** {@code Transfer(address,address,uint256)} of an ERC-721 token, whose number is indexed. */
    NFT_TRANSFER("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", 4, 0),
    /** {@code Swap(address,uint256,uint256,uint256,uint256,address)}. */
    SWAP("d78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822", 3, 128),
    /** {@code Sync(uint112,uint112)}. */
    SYNC("1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1", 1, 64),
    /** An anonymous event: no topic at all. */
    ANONYMOUS("", 0, 100);

    final byte[] topic0;
    final int topics;
    final int dataBytes;

    LogKind(String topic0, int topics, int dataBytes) {
        this.topic0 = HexFormat.of().parseHex(topic0);
        this.topics = topics;
        this.dataBytes = dataBytes;
    }

    static LogKind of(long logKey) {
        int percent = Mix.below(Mix.of(logKey, 1), 100);
        if (percent < 60) {
            return TRANSFER;
        }
        if (percent < 70) {
            return APPROVAL;
        }
        if (percent < 78) {
            return NFT_TRANSFER;
        }
        if (percent < 89) {
            return SWAP;
        }
        return percent < 99 ? SYNC : ANONYMOUS;
    }
}
