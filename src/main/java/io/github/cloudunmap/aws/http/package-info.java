/** HTTP clients: their proxies, and the certificate authorities that they trust. */
@NullMarked
package io.github.cloudunmap.aws.http;

import org.jspecify.annotations.NullMarked;
