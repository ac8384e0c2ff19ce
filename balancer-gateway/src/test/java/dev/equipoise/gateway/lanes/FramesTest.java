package dev.equipoise.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    private static ByteBuf frame(int opcode, boolean masked, int length) {
        ByteBuf frame = Unpooled.buffer().writeByte(0x80 | opcode);
        int mask = masked ? 0x80 : 0;
        if (length < 126) {
            frame.writeByte(mask | length);
        } else if (length < 65_536) {
            frame.writeByte(mask | 126).writeShort(length);
        } else {
            frame.writeByte(mask | 127).writeLong(length);
        }
        return frame.writeZero((masked ? 4 : 0) + length);
    }

    /** However the bytes are cut, the ends of frames are where they are, and nowhere else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyEndIsFound(long seed) {
        Random random = new Random(seed);
        ByteBuf all = Unpooled.buffer();
        List<Integer> ends = new ArrayList<>();
        for (int length : new int[] {0, 5, 125, 126, 300, 65_535, 65_536, 70_000, 0}) {
            all.writeBytes(frame(2, random.nextBoolean(), length));
            ends.add(all.writerIndex());
        }
        Frames frames = new Frames();
        List<Integer> found = new ArrayList<>();
        while (all.isReadable()) {
            ByteBuf part = all.readSlice(Math.min(all.readableBytes(), 1 + random.nextInt(2_000)));
            int from = all.readerIndex() - part.readableBytes();
            while (part.isReadable()) {
                // A byte at the least: between frames the next one is to begin.
                int step = frames.isBetween() ? frames.pass(part.slice(part.readerIndex(), 1), false) : 0;
                part.skipBytes(step);
                from += step;
                int rest = frames.pass(part, true);
                part.skipBytes(rest);
                from += rest;
                if (frames.isBetween()) {
                    found.add(from);
                }
            }
        }
        assertThat(found).as("by seed %d", seed).isEqualTo(ends);
        assertThat(frames.isClosed()).isFalse();
    }

    @Test
    void aCloseIsSeen() {
        Frames frames = new Frames();
        ByteBuf close = CloseFrame.forClient(ByteBufAllocator.DEFAULT, CloseFrame.GOING_AWAY);
        frames.pass(close, false);
        assertThat(frames.isBetween()).isTrue();
        assertThat(frames.isClosed()).isTrue();
        assertThat(close.getUnsignedShort(2)).isEqualTo(1001);
        close.release();
        ByteBuf masked = CloseFrame.forWorker(ByteBufAllocator.DEFAULT, CloseFrame.GOING_AWAY);
        assertThat(masked.getUnsignedShort(6) ^ masked.getUnsignedShort(2)).isEqualTo(1001);
        masked.release();
    }
}
