// OpenSSL 3, and its macros that Swift cannot see, as functions of the same names with the prefix cql_.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "OpenSSL 3.0 or later is needed"
#endif

static inline void cql_SSL_CTX_set_protocol_versions(SSL_CTX *context, int minimum, int maximum) {
  SSL_CTX_set_min_proto_version(context, minimum);
  SSL_CTX_set_max_proto_version(context, maximum);
}

// No renegotiation, no compression; an answer to a write that did not fit may come from elsewhere in memory.
static inline void cql_SSL_CTX_harden(SSL_CTX *context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);
}

static inline long cql_SSL_set_tlsext_host_name(SSL *ssl, const char *name) {
  return SSL_set_tlsext_host_name(ssl, name);
}

static inline void cql_BIO_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void cql_BIO_set_retry_write(BIO *bio) { BIO_set_retry_write(bio); }
static inline void cql_BIO_clear_retry_flags(BIO *bio) { BIO_clear_retry_flags(bio); }
