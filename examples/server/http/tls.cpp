#include "http/tls.hpp"

#include "http/tls_context.hpp"

#include <alembicore/error.hpp>

namespace alembicore::server::http {

namespace ssl = boost::asio::ssl;

struct tls_identity::state {
    ssl::context context{ssl::context::tls_server};
};

namespace {

/// Forward secrecy and authenticated encryption only. Those of TLS 1.3 are all of that kind.
constexpr char const* ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

error unusable(std::string message, boost::system::error_code reason) {
    error failed{
        errc::bad_configuration,
        std::move(message),
        "give PEM files: --tls-certificate with the whole chain, --tls-key with the key that belongs to it"};
    failed.info().reason = reason.message();
    return failed;
}

void read_files(ssl::context& into, tls_files const& files) {
    boost::system::error_code failed;
    into.use_certificate_chain_file(files.certificate.string(), failed);
    if (failed)
        throw unusable("the certificate " + files.certificate.string() + " cannot be used", failed);
    into.use_private_key_file(files.key.string(), ssl::context::pem, failed);
    if (failed)
        throw unusable("the key " + files.key.string() + " cannot be used with the certificate", failed);
}

} // namespace

tls_identity::tls_identity(tls_files const& files) : state_(std::make_unique<state>()) {
    auto& context = state_->context;
    context.set_options(
        ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
        ssl::context::no_tlsv1_1 | ssl::context::no_compression
    );
    auto* const native = context.native_handle();
    ::SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    ::SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    ::SSL_CTX_set_cipher_list(native, ciphers);
    read_files(context, files);
}

tls_identity::~tls_identity() = default;

boost::asio::ssl::context& context_of(tls_identity const& identity) noexcept {
    return identity.inside().context;
}

} // namespace alembicore::server::http
