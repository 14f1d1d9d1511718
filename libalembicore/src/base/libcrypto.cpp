#include "base/libcrypto.hpp"

#include "base/loaded_library.hpp"

#include <boost/preprocessor/stringize.hpp>

namespace alembicore::base {

namespace {

constexpr char const* file_name = "libcrypto.so." BOOST_PP_STRINGIZE(OPENSSL_SHLIB_VERSION);

error_info not_loaded() {
    error_info info;
    info.code = errc::not_available;
    info.message = "a digest cannot be made without OpenSSL's libcrypto";
    info.remedy = "install OpenSSL (Debian and Ubuntu: libssl3)";
    return info;
}

libcrypto_functions look_up_all() {
    loaded_library const library{file_name, not_loaded()};
    libcrypto_functions functions{};
    library.look_up("EVP_get_digestbyname", functions.EVP_get_digestbyname);
    library.look_up("EVP_Digest", functions.EVP_Digest);
    library.look_up("EVP_MD_CTX_new", functions.EVP_MD_CTX_new);
    library.look_up("EVP_MD_CTX_free", functions.EVP_MD_CTX_free);
    library.look_up("EVP_DigestInit_ex", functions.EVP_DigestInit_ex);
    library.look_up("EVP_DigestUpdate", functions.EVP_DigestUpdate);
    library.look_up("EVP_DigestFinal_ex", functions.EVP_DigestFinal_ex);
    library.look_up("HMAC", functions.HMAC);
    return functions;
}

} // namespace

libcrypto_functions const& libcrypto() {
    static libcrypto_functions const functions = look_up_all();
    return functions;
}

} // namespace alembicore::base
