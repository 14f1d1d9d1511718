#include "http/content.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <zlib.h>

#include <stdexcept>

namespace alembicore::server::http {

namespace {

constexpr int fast = 3;
constexpr int window_of_gzip = 15 + 16;
constexpr int memory = 8;

std::string compress(std::string const& plain) {
    z_stream stream{};
    if (deflateInit2(&stream, fast, Z_DEFLATED, window_of_gzip, memory, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error{"zlib cannot begin"};
    std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
    stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(plain.data())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    int const end = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (end != Z_STREAM_END)
        throw std::runtime_error{"zlib does not end"};
    return packed;
}

} // namespace

std::shared_ptr<content const> content::packed() const {
    std::call_once(packed_made_, [this] { packed_ = std::make_shared<content const>(compress(plain_)); });
    return packed_;
}

std::string const& content::tag() const {
    std::call_once(tag_made_, [this] {
        boost::uuids::name_generator_sha1 const digest{boost::uuids::ns::url()};
        tag_ = "W/\"" + to_string(digest(plain_)) + '"';
    });
    return tag_;
}

} // namespace alembicore::server::http
