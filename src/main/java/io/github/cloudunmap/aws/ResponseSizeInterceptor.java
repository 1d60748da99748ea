package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.ec2.InstancesInterceptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Limits the size of answers, so that an answer that is not from AWS cannot fill the heap. The SDK itself has no
 * limit, and reads the whole body of an error. The limits hold for unpacked bytes, so gzip is unpacked here.
 */
final class ResponseSizeInterceptor implements ExecutionInterceptor {
    /**
     * The longest answer of EC2 that is read, in bytes. A page of 1,000 instances usually has some 6 MB. With as many
     * tags and interfaces as AWS allows, the page has some 70 MB. The answer is parsed while it arrives, and never
     * kept as a whole.
     */
    private static final int LONGEST_OF_EC2 = 128 << 20;
    /**
     * The longest answer of Cloud Map or STS that is read, in bytes. By Cloud Map's quotas, a page of 100
     * registrations has at most 4 MB of text. If JSON puts a backslash before every character, the page has 8 MB.
     */
    private static final int LONGEST = 8 << 20;
    /**
     * The longest answer of SQS that is read, in bytes. An answer has at most ten messages of at most 1 MiB each. If
     * JSON puts a backslash before every character, a message has 2 MiB.
     */
    private static final int LONGEST_OF_SQS = 24 << 20;
    /**
     * The most bytes that are read of an error. AWS's errors have a few hundred bytes. If an error is longer, the rest
     * is not read, because the message stands at the beginning.
     */
    private static final int LONGEST_ERROR = 64 << 10;
    /**
     * The most values that a JSON answer may have. The SDK makes several objects for each value, so too many values
     * could fill the heap. AWS's quotas limit a page of 100 registrations to some 4,000 values.
     */
    private static final int MOST_VALUES = 20_000;

    private static final String ENCODING = "Content-Encoding";

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        return isPacked(response) ? response.toBuilder().removeHeader(ENCODING).build() : response;
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        return context.responseBody().map(body -> {
            InputStream unpacked = isPacked(response) ? new Unpacked(body) : body;
            if (!response.isSuccessful()) {
                return new Bounded(unpacked, LONGEST_ERROR, false);
            }
            return attributes.getAttribute(InstancesInterceptor.PAGE) != null
                    ? new Bounded(unpacked, LONGEST_OF_EC2, true)
                    : new FewValues(new Bounded(unpacked, isOfSqs(attributes) ? LONGEST_OF_SQS : LONGEST, true));
        });
    }

    private static boolean isOfSqs(ExecutionAttributes attributes) {
        return "Sqs".equals(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
    }

    private static boolean isPacked(SdkHttpResponse response) {
        return response.firstMatchingHeader(ENCODING)
                .filter(encoding -> encoding.strip().equalsIgnoreCase("gzip")
                        || encoding.strip().equalsIgnoreCase("x-gzip"))
                .isPresent();
    }

    /**
     * Unpacks gzip. Reads the header at the first {@code read}, and not in the constructor as {@link GZIPInputStream}
     * does.
     */
    private static final class Unpacked extends FilterInputStream {
        private boolean begun;

        Unpacked(InputStream packed) {
            super(packed);
        }

        @Override
        public int read() throws IOException {
            begin();
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            begin();
            return in.read(into, offset, length);
        }

        private void begin() throws IOException {
            if (!begun) {
                begun = true;
                in = new GZIPInputStream(in);
            }
        }
    }

    private static final class Bounded extends FilterInputStream {
        private final boolean failing;
        private int left;

        /** @param failing true to fail at the first byte beyond the limit; false to end the stream there */
        Bounded(InputStream in, int bytes, boolean failing) {
            super(in);
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
    }

    /**
     * Fails if a JSON text has too many values. Outside of strings, each comma and each opening bracket or brace
     * counts as one value.
     */
    private static final class FewValues extends FilterInputStream {
        private int values;
        private boolean isText;
        private boolean isEscaped;

        FewValues(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            for (int i = offset; i < offset + read; i++) {
                count(into[i]);
            }
            if (values > MOST_VALUES) {
                throw new IOException("it has more values than any of AWS's");
            }
            return read;
        }

        private void count(byte character) {
            if (isEscaped) {
                isEscaped = false;
            } else if (character == '"') {
                isText = !isText;
            } else if (isText) {
                isEscaped = character == '\\';
            } else if (character == ',' || character == '[' || character == '{') {
                values++;
            }
        }
    }
}
