package io.github.cloudunmap.aws;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Keeps what cannot be AWS's answer from filling the memory: the SDK reads whatever comes, and errors as a whole. */
final class BoundedAnswers implements ExecutionInterceptor {
    /** In bytes; a page of 1,000 instances has some 6 MB, and one of 100 registrations at most 4 MB by its quotas. */
    private static final int LONGEST = 16 << 20;
    /** In bytes; AWS's errors have a few hundred. What they say would stand at the beginning. */
    private static final int LONGEST_ERROR = 64 << 10;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean successful = context.httpResponse().isSuccessful();
        return context.responseBody()
                .map(body -> successful ? new Bounded(body, LONGEST, true) : new Bounded(body, LONGEST_ERROR, false));
    }

    private static final class Bounded extends InputStream {
        private final InputStream in;
        private final boolean failing;
        private int left;

        /** @param failing whether there must not be more than that, which would otherwise be left out */
        Bounded(InputStream in, int bytes, boolean failing) {
            this.in = in;
            this.left = bytes;
            this.failing = failing;
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left > 0) {
                int read = in.read(into, offset, Math.min(length, left));
                left -= Math.max(0, read);
                return read;
            } else if (failing && in.read() >= 0) {
                throw new IOException("it is longer than any of AWS's");
            }
            return -1;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
